import { remember } from '../remember.ts'

/** `weight`: a word that only says how it troubles people tells less than the thing that does. */
type Thing = { name: string; words: string; weight?: number }

// biome-ignore format: one line a thing reads as the table it is
const TABLE: readonly Thing[] = [
  { name: 'lift', words: '电梯 升降梯 货梯 客梯 号梯 部梯 轿厢 𨋢 下不来楼 下不来 爬楼梯 爬楼 困梯 上不去下不来' },
  { name: 'light', words: '灯 路灯 楼道灯 声控 照明 黑灯瞎火 黑咕隆咚 黑漆漆 乌漆麻黑 乌漆嘛黑 摸黑 黢黑 黑黢黢 黑麻麻 黑黑的 黑洞洞 伸手不见五指' },
  { name: 'door', words: '门禁 单元门 楼道门 大门 铁门 防盗门 防火门 对讲 可视对讲 刷卡 刷脸 人脸 门卡 门锁 闭门器 关不拢 关不上门 门关不上' },
  { name: 'barrier', words: '道闸 抬杆 起落杆 闸机 闸杆 杆子 栏杆机' },
  { name: 'leak', words: '漏水 水管 爆管 滴水 渗水 水表 滋水 喷水 冒水 淌水 水帘洞 管子 渗漏 水管爆 自来水管 漏个不停' },
  { name: 'sewer', words: '下水 下水道 地漏 马桶 厕所 返水 反水 返上来 化粪池 污水 粪水 窨井 排污 阴沟 沟子 管道堵 堵塞 下水管 屎 粪' },
  { name: 'flood', words: '积水 内涝 结冰 淹 进水 倒灌 水浸' },
  { name: 'wall', words: '外墙 墙皮 墙面 瓷砖 开裂 裂缝 断裂 楼板 地基 下沉 墙体 空鼓 脱落 房屋质量 质量 承重墙 结构' },
  { name: 'roof', words: '屋顶 屋面 楼顶漏 顶楼漏 漏雨 天花板 防水' },
  { name: 'manhole', words: '井盖 沙井盖 窨井盖' },
  { name: 'road', words: '路面 坑洼 坑坑洼洼 地砖 大坑 台阶 坡道 修路 硬化 断头路 道路 马路 扩宽 拓宽 坑' },
  { name: 'garbage', words: '垃圾 垃圾桶 垃圾站 垃圾房 垃圾堆 清运 馊 臭垃圾 建筑垃圾' },
  { name: 'cleaning', words: '打扫 保洁 卫生 扫地 拖地 没扫 扫楼 清洁 邋遢' },
  { name: 'odor', words: '臭味 臭 恶臭 异味 怪味 熏 难闻 刺鼻', weight: 0.5 },
  { name: 'kitchen', words: '油烟 烧烤 夜宵 宵夜 餐馆 饭店 烟道 排烟 餐饮 快餐 早餐店 酒楼' },
  { name: 'vermin', words: '老鼠 耗子 蟑螂 小强 蚊子 蚊虫 白蚁 曱甴' },
  { name: 'green', words: '绿化 绿地 草坪 草皮 树枝 大树 灌木 修剪 树倒 花坛 菜地 种菜 菜园' },
  { name: 'water', words: '停水 没水 断水 水压 水质 自来水 供水 冇水 无水 莫得水 水黄 黄水 水龙头 洗澡' },
  { name: 'power', words: '停电 没电 断电 跳闸 电压 供电 冇电 无电 莫得电 没有电 有电没' },
  { name: 'gas', words: '燃气 煤气 天然气 液化气' },
  { name: 'heat', words: '暖气 供暖 供热 地暖 不热 暖气片' },
  { name: 'network', words: '网络 宽带 断网 没网 信号 光猫 WIFI wifi' },
  { name: 'parking', words: '停车 车位 乱停 违停 挪车 堵车 僵尸车 占道停 停车难 停满 车库' },
  { name: 'charging', words: '充电 充电桩 飞线 电瓶 电瓶车 电动车 电驴 小电驴' },
  { name: 'fire', words: '消防 消防通道 灭火器 消火栓 消防栓 烟感 逃生' },
  { name: 'works', words: '施工 工地 搅拌 搅拌站 渣土 扬尘 灰尘 粉尘 挖机 打桩 昼夜施工 沥青' },
  { name: 'renovation', words: '装修 电钻 冲击钻 打墙 敲墙 砸墙 钻孔 切砖 打孔' },
  { name: 'dancing', words: '广场舞 音箱 音响 喇叭 跳舞 放音乐 唱歌 K歌 高音' },
  { name: 'noise', words: '噪音 噪声 扰民 吵 吵死 嘈 睡不着 闹', weight: 0.5 },
  { name: 'animal', words: '狗 遛狗 狗屎 狗叫 犬 野猫 流浪狗 流浪猫 野狗 不拴绳 没牵绳 鸡叫' },
  { name: 'gambling', words: '麻将 赌博 老虎机 棋牌' },
  { name: 'fee', words: '物业费 公摊 收费 乱收费 涨价 停车费 费用 缴费 管理费 电费 水费' },
  { name: 'fund', words: '维修基金 维修资金 公共收益 公维' },
  { name: 'owners', words: '业委会 业主大会 业主委员会 撤场 换物业 物业服务 态度 不作为' },
  { name: 'guard', words: '保安 门岗 巡逻 监控 摄像头' },
  { name: 'theft', words: '被偷 小偷 被盗 盗窃 入室 偷车 贼 治安' },
  { name: 'dropping', words: '高空抛物 抛物 从楼上扔 楼上丢 往下扔 乱扔' },
  { name: 'illegal', words: '违建 违章建筑 违章搭建 违规搭建 搭建 加盖 私搭 乱搭 违规建' },
  { name: 'clutter', words: '堆放 杂物 堆满 占用楼道 鞋柜 楼道堆' },
  { name: 'stall', words: '摆摊 占道 摊贩 流动摊 夜市 摊位 摊点 占道经营 门面' },
  { name: 'renewal', words: '拆迁 征收 征地 补偿 旧城改造 旧改 棚改 提质改造 加固 动工' },
  { name: 'deed', words: '房产证 产权证 不动产 两证 办证 过户 双证' },
  { name: 'handover', words: '交房 延期交房 烂尾 停工 复工 逾期 质价 精装' },
  { name: 'purchase', words: '捆绑 认筹 认购 退款 退房 定金 首付 购房 买房 售楼 期房 预售' },
  { name: 'school', words: '学校 小学 中学 入学 学区 学位 转学 招生 就读' },
  { name: 'kindergarten', words: '幼儿园 普惠 公办园 托儿' },
  { name: 'students', words: '学生 实习 培训班 培训 寝室 补课 大学' },
  { name: 'metro', words: '地铁 轻轨 地铁站 城铁 高铁' },
  { name: 'bus', words: '公交 公交车 公交站 班次 公交线路' },
  { name: 'traffic', words: '红绿灯 斑马线 人行道 人行横道 拥堵 交通 天桥 护栏 路口 车流 减速带 逆行' },
  { name: 'highvoltage', words: '高压线 高压电 变电站 基站 电塔 高压 辐射 电线杆 电杆' },
  { name: 'fraud', words: '传销 诈骗 非法集资 跑路 贷款 被骗 网贷 车贷 兑付' },
  { name: 'wages', words: '工资 拖欠 欠薪 民工 劳务 讨薪' },
  { name: 'welfare', words: '养老金 社保 医保 低保 补贴 公积金 退休' },
  { name: 'planning', words: '规划 公园 选址 设站 绿道' },
  { name: 'industry', words: '工厂 厂房 化工 排放 废气 污染 黑油 橡胶' },
  { name: 'funeral', words: '丧事 殡仪 灵堂 哀乐 办丧' },
  { name: 'play', words: '滑梯 秋千 健身器材 跷跷板 游乐设施 健身器' },
  { name: 'parcel', words: '快递 快递柜 驿站 外卖' },
  { name: 'rental', words: '群租 短租 民宿 隔断 合租' },
  // Only where something stands: they tell nothing by themselves, and keep the word inside them from telling.
  { name: 'whereabouts', words: '电梯里 电梯间 电梯口 电梯厅 电梯房 电梯旁 大门口 垃圾桶旁 垃圾站旁 路灯下 车库口 红绿灯路口 灯火', weight: 0 },
]

const THING_OF = new Map(TABLE.flatMap(({ name, words, weight = 1 }) => words.split(' ').map((word) => [word, { name, weight }] as const)))
const WORDS = new RegExp([...THING_OF.keys()].sort((a, b) => b.length - a.length).join('|'), 'gu')

/** Of one trouble people name what they see: the wet ceiling or the pipe. */
const FAMILIES = [
  'leak roof flood wall sewer',
  'garbage odor vermin cleaning kitchen',
  'noise dancing renovation works gambling',
  'power light network',
  'parking barrier traffic',
].map((names) => names.split(' '))

/** A report is compared with all that is open, and with what the room has just said. */
const LINES = 2000

/** What a text is about, each thing with how strongly it tells: more mentions tell more, but less and less. */
export const findThings: (words: string) => ReadonlyMap<string, number> = remember(LINES, (words) => {
  const found = new Map<string, number>()
  for (const [word] of words.matchAll(WORDS)) {
    const { name, weight } = THING_OF.get(word)!
    if (weight > 0) found.set(name, (found.get(name) ?? 0) + weight)
  }
  for (const [name, mentions] of found) found.set(name, Math.log1p(mentions))
  return found
})

/** Whether two texts name the same thing, two that are often two sides of one trouble, or two different ones; null where either names none. */
export function compareThings(one: string, other: string): 'same' | 'akin' | 'different' | null {
  const [here, there] = [findThings(one), findThings(other)]
  if (here.size === 0 || there.size === 0) return null
  if (hasAny(here, [...there.keys()])) return 'same'
  return FAMILIES.some((family) => hasAny(here, family) && hasAny(there, family)) ? 'akin' : 'different'
}

function hasAny(things: ReadonlyMap<string, number>, names: readonly string[]): boolean {
  return names.some((name) => things.has(name))
}
