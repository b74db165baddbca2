import type { Party } from '../org.ts'

export const TIERS = ['green', 'yellow', 'red'] as const
/** Who owns a matter's level: community, sub-district, above. Says nothing about how urgent it is. */
export type Tier = (typeof TIERS)[number]

export const URGENCIES = ['low', 'normal', 'high', 'emergency'] as const
export type Urgency = (typeof URGENCIES)[number]

/** Hours run on the community's working calendar; null means no deadline. `spoken` is how a reply names the problem, `phrases` are residents' own wordings. */
type CategoryRow = {
  code: string
  name: string
  spoken: string
  owners: readonly Party[]
  thenOwners: readonly Party[]
  department: string | null
  tier: Tier
  tierMayBe: readonly Tier[]
  private: boolean
  urgency: Urgency
  responseHours: number | null
  resolveHours: number | null
  phrases: readonly string[]
}

// biome-ignore format: one line a category reads as the table it is
const TABLE = [
  { code: 'facility.lift', name: '电梯故障（无困人）', spoken: '电梯故障', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'high', responseHours: 0.5, resolveHours: 24, phrases: ['3号梯又坏咯', '电梯一抖一抖的吓人', '电梯停摆三天了物业装死'] },
  { code: 'facility.lighting', name: '楼道/路灯不亮', spoken: '灯不亮', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 2, resolveHours: 24, phrases: ['2单元4楼灯黑咕隆咚', '路灯一闪一闪跟鬼片样'] },
  { code: 'facility.door', name: '门禁/单元门/对讲', spoken: '门禁或门窗坏了', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 2, resolveHours: 24, phrases: ['大门刷不开', '门禁又抽风了', '单元门关不拢'] },
  { code: 'facility.water_leak', name: '公共水管漏水爆管', spoken: '水管漏水', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'high', responseHours: 0.5, resolveHours: 4, phrases: ['地下车库水帘洞了', '水表那儿滋水'] },
  { code: 'facility.sewer', name: '下水堵塞返水', spoken: '下水堵塞', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'high', responseHours: 0.5, resolveHours: 8, phrases: ['一楼厕所返上来了!!', '化粪池冒泡臭死'] },
  { code: 'facility.roof_wall', name: '屋面外墙渗漏脱落', spoken: '屋面外墙渗漏', owners: ['property'], thenOwners: ['ownersCommittee'], department: null, tier: 'green', tierMayBe: ['yellow'], private: false, urgency: 'normal', responseHours: 2, resolveHours: 72, phrases: ['顶楼下雨就漏', '外墙皮掉下来了'] },
  { code: 'facility.manhole', name: '井盖路面破损', spoken: '路面或井盖破损', owners: ['property', 'department'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 1, resolveHours: 8, phrases: ['井盖翘起来了 差点崴脚'] },
  { code: 'facility.recreation', name: '健身/儿童设施、扶手棋桌', spoken: '公共设施损坏', owners: ['property', 'community'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 4, resolveHours: 72, phrases: ['秋千链子快断了', '装个扶手呗老人不方便'] },
  { code: 'facility.retrofit', name: '加装电梯/改造/充电桩建设', spoken: '改造加装的事', owners: ['community'], thenOwners: ['subdistrict'], department: null, tier: 'yellow', tierMayBe: ['red'], private: false, urgency: 'normal', responseHours: 24, resolveHours: 360, phrases: ['啥时候能加装电梯啊'] },
  { code: 'utility.power', name: '停电跳闸变压器', spoken: '用电问题', owners: ['department'], thenOwners: [], department: '供电', tier: 'yellow', tierMayBe: [], private: false, urgency: 'high', responseHours: 0.5, resolveHours: 24, phrases: ['又停电!', '一开空调就跳闸'] },
  { code: 'utility.water', name: '停水/水压/水质', spoken: '用水问题', owners: ['department'], thenOwners: [], department: '供水', tier: 'yellow', tierMayBe: [], private: false, urgency: 'high', responseHours: 0.5, resolveHours: 24, phrases: ['没水了?', '水发黄咋回事', '顶楼上不来水'] },
  { code: 'utility.gas', name: '停气/灶不着（非泄漏）', spoken: '用气问题', owners: ['department'], thenOwners: [], department: '燃气', tier: 'yellow', tierMayBe: [], private: false, urgency: 'normal', responseHours: 1, resolveHours: 24, phrases: ['没气了吗', '打不着火'] },
  { code: 'utility.heating', name: '供暖不热', spoken: '暖气不热', owners: ['department'], thenOwners: [], department: '热力', tier: 'yellow', tierMayBe: [], private: false, urgency: 'normal', responseHours: 2, resolveHours: 24, phrases: ['屋里才15度', '暖气片冰凉'] },
  { code: 'utility.telecom', name: '网线乱/信号/断网', spoken: '网络信号不好', owners: ['department'], thenOwners: [], department: '运营商', tier: 'yellow', tierMayBe: [], private: false, urgency: 'normal', responseHours: 8, resolveHours: 168, phrases: ['蜘蛛网似的线', '网又断了'] },
  { code: 'sanitation.garbage_overflow', name: '垃圾满溢/漏收', spoken: '垃圾卫生问题', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 2, resolveHours: 8, phrases: ['垃圾桶爆满都招苍蝇', '垃圾堆成山没人管'] },
  { code: 'sanitation.corridor_clutter', name: '楼道堆物', spoken: '楼道堆杂物', owners: ['property', 'gridWorker'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 4, resolveHours: 72, phrases: ['楼道堆得过不去人', '鞋柜摆到我家门口'] },
  { code: 'sanitation.pest', name: '虫鼠白蚁', spoken: '虫鼠害', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 8, resolveHours: 72, phrases: ['老鼠比猫大', '白蚁飞了一屋'] },
  { code: 'sanitation.odor', name: '异味油烟', spoken: '异味油烟', owners: ['department'], thenOwners: [], department: '城管/环保', tier: 'yellow', tierMayBe: [], private: false, urgency: 'normal', responseHours: 4, resolveHours: 168, phrases: ['楼下烧烤熏死了'] },
  { code: 'sanitation.pet_waste', name: '宠物粪便', spoken: '宠物粪便没清', owners: ['property', 'buildingCaptain'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 4, resolveHours: 72, phrases: ['又踩到屎!遛狗的自觉点行不'] },
  { code: 'sanitation.bulky_waste', name: '大件/装修垃圾', spoken: '大件垃圾没清', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 4, resolveHours: 48, phrases: ['沙发扔楼下一礼拜了'] },
  { code: 'sanitation.greening', name: '绿化枯树/毁绿种菜', spoken: '绿化问题', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 8, resolveHours: 120, phrases: ['树枝挡窗户', '有人在花坛种葱'] },
  { code: 'parking.blocked', name: '占位/堵车/僵尸车', spoken: '车辆占位挡路', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'high', responseHours: 0.5, resolveHours: 4, phrases: ['粤A…堵我车位', '谁的车挪一下'] },
  { code: 'parking.fire_lane', name: '占消防通道', spoken: '消防通道被占', owners: ['property'], thenOwners: ['department'], department: '消防', tier: 'green', tierMayBe: ['yellow'], private: false, urgency: 'normal', responseHours: 1, resolveHours: 8, phrases: ['消防通道停满了'] },
  { code: 'parking.ebike', name: '电动车进楼/飞线充电', spoken: '电动车进楼充电', owners: ['property', 'gridWorker'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'high', responseHours: 0.5, resolveHours: 24, phrases: ['又推电瓶车上楼了!', '楼上飞线充电'] },
  { code: 'parking.charging', name: '充电桩坏/不够', spoken: '充电桩坏了或不够', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 4, resolveHours: 72, phrases: ['桩子扫不了码'] },
  { code: 'parking.gate_fee', name: '道闸/收费', spoken: '道闸收费问题', owners: ['property', 'ownersCommittee'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 4, resolveHours: 72, phrases: ['杆子不抬', '临停咋又涨了'] },
  { code: 'noise.renovation', name: '装修噪音', spoken: '装修噪音', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'high', responseHours: 0.5, resolveHours: 8, phrases: ['周末早上七点电钻?!'] },
  { code: 'noise.neighbor', name: '楼上响动', spoken: '邻居噪音', owners: ['buildingCaptain', 'gridWorker'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: true, urgency: 'normal', responseHours: 4, resolveHours: 72, phrases: ['楼上天天蹦迪', '半夜拖凳子'] },
  { code: 'noise.public', name: '广场舞/商户', spoken: '公共噪音', owners: ['gridWorker'], thenOwners: ['department'], department: null, tier: 'green', tierMayBe: ['yellow'], private: false, urgency: 'normal', responseHours: 1, resolveHours: 72, phrases: ['音箱能不能小点'] },
  { code: 'noise.construction', name: '工地夜间施工', spoken: '工地施工噪音', owners: ['department'], thenOwners: [], department: '城管', tier: 'yellow', tierMayBe: [], private: false, urgency: 'normal', responseHours: 2, resolveHours: 72, phrases: ['凌晨两点还打桩'] },
  { code: 'safety.falling_object', name: '高空抛物坠物', spoken: '高空抛物', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'high', responseHours: 0.5, resolveHours: 24, phrases: ['又有人往下扔!', '烟头掉我被子上'] },
  { code: 'safety.fire_hazard', name: '消防隐患', spoken: '消防隐患', owners: ['property'], thenOwners: ['department'], department: null, tier: 'green', tierMayBe: ['yellow'], private: false, urgency: 'normal', responseHours: 1, resolveHours: 24, phrases: ['灭火器过期了', '消防门锁着'] },
  { code: 'safety.security', name: '可疑人/盗窃', spoken: '治安问题', owners: ['property'], thenOwners: [], department: null, tier: 'yellow', tierMayBe: [], private: false, urgency: 'high', responseHours: 0.5, resolveHours: 24, phrases: ['有人撬车', '陌生人挨家敲门'] },
  { code: 'safety.fraud', name: '疑似诈骗', spoken: '疑似诈骗', owners: ['department'], thenOwners: [], department: '96110', tier: 'yellow', tierMayBe: [], private: false, urgency: 'high', responseHours: 0.5, resolveHours: 24, phrases: ['说我快递丢了要理赔'] },
  { code: 'safety.dog', name: '不牵绳/犬伤', spoken: '宠物扰人', owners: ['property', 'gridWorker'], thenOwners: [], department: null, tier: 'green', tierMayBe: ['yellow'], private: false, urgency: 'normal', responseHours: 1, resolveHours: 48, phrases: ['狗不拴绳追孩子'] },
  { code: 'safety.structure', name: '墙裂/广告牌/树倒', spoken: '墙体设施有危险', owners: ['property'], thenOwners: ['department'], department: '住建', tier: 'yellow', tierMayBe: ['red'], private: false, urgency: 'high', responseHours: 0.5, resolveHours: 24, phrases: ['墙裂了能伸手'] },
  { code: 'safety.weather', name: '积水/结冰/内涝', spoken: '积水或结冰', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: ['yellow'], private: false, urgency: 'high', responseHours: 0.5, resolveHours: 4, phrases: ['地库进水了', '门口全是冰'] },
  { code: 'property.service', name: '物业态度/不作为', spoken: '物业服务问题', owners: ['community'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 4, resolveHours: 72, phrases: ['物业死哪去了', '打电话没人接'] },
  { code: 'property.fee', name: '物业费/公摊', spoken: '物业费和公摊', owners: ['ownersCommittee', 'community'], thenOwners: [], department: null, tier: 'yellow', tierMayBe: [], private: false, urgency: 'normal', responseHours: 8, resolveHours: 168, phrases: ['凭啥涨', '公摊怎么算的'] },
  { code: 'property.security_guard', name: '保安/巡逻', spoken: '保安巡逻不到位', owners: ['property'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 4, resolveHours: 48, phrases: ['门岗形同虚设'] },
  { code: 'property.fund', name: '维修资金/公共收益', spoken: '维修资金和公共收益', owners: ['ownersCommittee', 'community'], thenOwners: [], department: null, tier: 'yellow', tierMayBe: [], private: false, urgency: 'normal', responseHours: 24, resolveHours: 168, phrases: ['电梯广告钱去哪了'] },
  { code: 'property.exit', name: '物业撤场/更换', spoken: '更换物业的事', owners: ['community'], thenOwners: ['subdistrict'], department: null, tier: 'red', tierMayBe: [], private: false, urgency: 'normal', responseHours: 1, resolveHours: 360, phrases: ['听说物业要跑路?'] },
  { code: 'dispute.leak', name: '楼上漏水到我家', spoken: '楼上漏水', owners: ['buildingCaptain'], thenOwners: ['gridWorker'], department: null, tier: 'green', tierMayBe: [], private: true, urgency: 'normal', responseHours: 4, resolveHours: 168, phrases: ['我家天花板泡了 楼上不认'] },
  { code: 'dispute.shared_space', name: '占公共部位', spoken: '公共部位被占', owners: ['gridWorker'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: true, urgency: 'normal', responseHours: 8, resolveHours: 168, phrases: ['他把走廊圈起来了'] },
  { code: 'dispute.family', name: '家庭矛盾/家暴', spoken: '家里的事', owners: ['gridWorker'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: true, urgency: 'high', responseHours: 0.1, resolveHours: 24, phrases: ['隔壁又打老婆'] },
  { code: 'dispute.rental', name: '群租/短租', spoken: '群租短租', owners: ['gridWorker'], thenOwners: ['department'], department: null, tier: 'yellow', tierMayBe: [], private: true, urgency: 'normal', responseHours: 8, resolveHours: 168, phrases: ['隔断住了十几个人'] },
  { code: 'dispute.other', name: '其他邻里', spoken: '邻里的事', owners: ['buildingCaptain'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: true, urgency: 'normal', responseHours: 8, resolveHours: 168, phrases: ['对门鞋子太臭'] },
  { code: 'illegal.building', name: '违建', spoken: '违规搭建', owners: ['department'], thenOwners: [], department: '城管', tier: 'red', tierMayBe: [], private: false, urgency: 'normal', responseHours: 4, resolveHours: 360, phrases: ['顶楼盖房了'] },
  { code: 'illegal.load_wall', name: '砸承重墙', spoken: '砸承重墙', owners: ['property'], thenOwners: ['department'], department: '住建', tier: 'red', tierMayBe: [], private: false, urgency: 'high', responseHours: 0.25, resolveHours: 8, phrases: ['楼下砸承重墙!快来人'] },
  { code: 'illegal.commercial', name: '住改商/占道', spoken: '占道或住改商', owners: ['department'], thenOwners: [], department: null, tier: 'yellow', tierMayBe: [], private: false, urgency: 'normal', responseHours: 8, resolveHours: 168, phrases: ['家里开麻将馆'] },
  { code: 'care.elderly', name: '独居老人/助餐/失联', spoken: '老人需要照看', owners: ['gridWorker'], thenOwners: [], department: null, tier: 'yellow', tierMayBe: [], private: true, urgency: 'high', responseHours: 0.5, resolveHours: 24, phrases: ['李大爷两天没下楼了'] },
  { code: 'care.child', name: '托管/儿童', spoken: '孩子托管入学', owners: ['community', 'volunteers'], thenOwners: [], department: null, tier: 'yellow', tierMayBe: [], private: false, urgency: 'normal', responseHours: 8, resolveHours: 168, phrases: ['周三放学没人接'] },
  { code: 'care.hardship', name: '困难救助/残疾', spoken: '困难救助', owners: ['community'], thenOwners: [], department: null, tier: 'yellow', tierMayBe: [], private: true, urgency: 'normal', responseHours: 8, resolveHours: 168, phrases: ['低保咋申请'] },
  { code: 'care.home_help', name: '家电/小修代办', spoken: '上门维修帮忙', owners: ['volunteers'], thenOwners: [], department: '能人库', tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 4, resolveHours: 72, phrases: ['有会修洗衣机的吗'] },
  { code: 'care.psych', name: '情绪心理', spoken: '想找人聊聊', owners: ['community'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: true, urgency: 'high', responseHours: 0.1, resolveHours: null, phrases: ['活着没意思'] },
  { code: 'gov.certificate', name: '证明/社保/居住证', spoken: '办证明证件', owners: ['community'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: null, resolveHours: 24, phrases: ['开证明要带啥'] },
  { code: 'gov.policy', name: '政策咨询', spoken: '政策咨询', owners: ['community'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: null, resolveHours: 24, phrases: ['医保今年交到几号'] },
  { code: 'part.activity', name: '报名/活动建议', spoken: '活动报名和建议', owners: ['community'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: null, resolveHours: null, phrases: ['太极班还有位吗', '+2'] },
  { code: 'part.meeting_vote', name: '议题/投票', spoken: '议题和投票', owners: ['community', 'ownersCommittee'], thenOwners: [], department: null, tier: 'yellow', tierMayBe: [], private: false, urgency: 'normal', responseHours: 24, resolveHours: null, phrases: ['我投方案二', '建议开个会'] },
  { code: 'part.volunteer', name: '志愿报名', spoken: '志愿报名', owners: ['community'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 24, resolveHours: null, phrases: ['算我一个'] },
  { code: 'part.praise', name: '表扬', spoken: '表扬', owners: [], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: null, resolveHours: null, phrases: ['小王师傅给力👍'] },
  { code: 'part.lost_found', name: '失物/寻物', spoken: '失物招领', owners: ['buildingCaptain'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'normal', responseHours: 4, resolveHours: 72, phrases: ['捡到一串钥匙'] },
  { code: 'emergency.gas', name: '燃气泄漏', spoken: '燃气泄漏', owners: ['duty'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'emergency', responseHours: 0, resolveHours: null, phrases: [] },
  { code: 'emergency.fire', name: '起火冒烟', spoken: '起火冒烟', owners: ['duty'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'emergency', responseHours: 0, resolveHours: null, phrases: [] },
  { code: 'emergency.lift_trapped', name: '电梯困人', spoken: '电梯困人', owners: ['duty'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'emergency', responseHours: 0, resolveHours: null, phrases: [] },
  { code: 'emergency.electric_shock', name: '触电漏电', spoken: '触电漏电', owners: ['duty'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'emergency', responseHours: 0, resolveHours: null, phrases: [] },
  { code: 'emergency.drowning', name: '溺水', spoken: '有人落水', owners: ['duty'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'emergency', responseHours: 0, resolveHours: null, phrases: [] },
  { code: 'emergency.falling_object_injury', name: '坠物伤人', spoken: '坠物伤人', owners: ['duty'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'emergency', responseHours: 0, resolveHours: null, phrases: [] },
  { code: 'emergency.medical', name: '急病', spoken: '有人急病受伤', owners: ['duty'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'emergency', responseHours: 0, resolveHours: null, phrases: [] },
  { code: 'emergency.violence', name: '暴力', spoken: '有人打斗伤人', owners: ['duty'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'emergency', responseHours: 0, resolveHours: null, phrases: [] },
  { code: 'emergency.self_harm', name: '自杀自伤', spoken: '有人需要帮助', owners: ['duty'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: true, urgency: 'emergency', responseHours: 0, resolveHours: null, phrases: [] },
  { code: 'emergency.missing_person', name: '走失', spoken: '有人走失', owners: ['duty'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'emergency', responseHours: 0, resolveHours: null, phrases: [] },
  { code: 'emergency.collapse_flood', name: '坍塌、山洪、围困', spoken: '坍塌进水围困', owners: ['duty'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'emergency', responseHours: 0, resolveHours: null, phrases: [] },
  { code: 'emergency.dog_bite', name: '犬伤', spoken: '犬只伤人', owners: ['duty'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'emergency', responseHours: 0, resolveHours: null, phrases: [] },
  { code: 'emergency.fraud_in_progress', name: '正在被骗', spoken: '正在被骗', owners: ['duty'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'emergency', responseHours: 0, resolveHours: null, phrases: [] },
  { code: 'emergency.poisoning', name: '不明气体、食物中毒', spoken: '不明气体或中毒', owners: ['duty'], thenOwners: [], department: null, tier: 'green', tierMayBe: [], private: false, urgency: 'emergency', responseHours: 0, resolveHours: null, phrases: [] },
] as const satisfies readonly CategoryRow[]

export type CategoryCode = (typeof TABLE)[number]['code']
export type Category = Omit<CategoryRow, 'code'> & { code: CategoryCode }

export const CATEGORIES: readonly Category[] = TABLE
export const CATEGORY_CODES = TABLE.map((category) => category.code) as [CategoryCode, ...CategoryCode[]]

const BY_CODE = new Map<CategoryCode, Category>(CATEGORIES.map((category) => [category.code, category]))

const WORKS: readonly CategoryCode[] = [
  'facility.water_leak',
  'facility.sewer',
  'facility.roof_wall',
  'facility.manhole',
  'facility.recreation',
  'facility.retrofit',
  'utility.telecom',
  'sanitation.bulky_waste',
  'sanitation.greening',
  'safety.structure',
  'illegal.building',
]

export function categoryOf(code: CategoryCode): Category {
  return BY_CODE.get(code)!
}

/** One of the fourteen kinds of danger to people. */
export function isGrave(code: CategoryCode): boolean {
  return code.startsWith('emergency.')
}

/** What is mended, laid or cleared away for everybody to see: the end of such work is shown (S95). */
export function isWorks(code: CategoryCode): boolean {
  return WORKS.includes(code)
}
