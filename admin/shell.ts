import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Staff } from '../core/staff.ts'
import { type Attention, countAttention, findChannelTrouble, isModelAway } from '../db/attention.ts'
import { listRinging, type RingingAlarm } from '../db/pageList.ts'
import { NOTICE_COOKIE } from './answer.tsx'
import type { Console } from './app.tsx'
import type { Clock } from './views/parts.tsx'

type Banner = { tone: 'info' | 'warn' | 'stop'; text: string; link?: { href: string; label: string } }

/** Everything around a page. */
export type Shell = {
  nonce: string
  staff: Staff
  community: string
  counts: Attention
  alarms: RingingAlarm[]
  clock: Clock
  banners: Banner[]
  hasSandbox: boolean
  said: string | null
}

export async function readShell(c: Context<Console>): Promise<Shell> {
  const { db, staff, community, sandbox } = c.var
  return {
    nonce: c.get('secureHeadersNonce') ?? '',
    staff,
    community: community.name,
    counts: await countAttention(db, staff),
    alarms: await readAlarms(c),
    clock: c.var.clock,
    banners: await findBanners(c),
    hasSandbox: sandbox !== null,
    said: getCookie(c, NOTICE_COOKIE) ?? null,
  }
}

/** What rings for everybody who may take it on; who only looks on is not alarmed. */
export async function readAlarms(c: Context<Console>): Promise<RingingAlarm[]> {
  return c.var.staff.role === 'viewer' ? [] : listRinging(c.var.db, c.var.community)
}

async function findBanners(c: Context<Console>): Promise<Banner[]> {
  const { db, staff, community, embedded, now } = c.var
  const banners: Banner[] = []
  if (community.hotlines.gas === null) {
    banners.push({
      tone: 'stop',
      text: '还没有填写燃气抢修电话，机器人在本社区只记录、不说话。',
      link: { href: '/settings/hotlines', label: '去填写' },
    })
  }
  const trouble = await findChannelTrouble(db)
  if (trouble?.state === 'needsScan') {
    banners.push({ tone: 'warn', text: '机器人需要扫码登录，登录前收不到群消息。', link: { href: '/bot', label: '去扫码' } })
  } else if (trouble) {
    banners.push({
      tone: 'stop',
      text: `机器人已离线${trouble.problem ? `：${trouble.problem}` : '，暂时收发不了群消息。'}`,
      link: { href: '/bot', label: '查看' },
    })
  }
  if (await isModelAway(db, staff, now())) {
    banners.push({ tone: 'warn', text: '语言模型暂时连不上，正在按内置规则识别；拿不准的消息会进“待人工”。' })
  }
  if (embedded) banners.push({ tone: 'info', text: '试用模式：数据存在本机的内置数据库，正式使用请改用 PostgreSQL。' })
  return banners
}
