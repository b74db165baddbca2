import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { isBotGone } from '../core/alert/alert.ts'
import { missingYears } from '../core/calendar/calendar.ts'
import { DEAF_STATES } from '../core/channel.ts'
import { hasRole, SETTING_ROLES, type Staff } from '../core/staff.ts'
import { texts } from '../core/texts/texts.ts'
import { type Attention, readAttention } from '../db/attention.ts'
import { countForHand } from '../db/byHand.ts'
import { type ChannelRow, listAccounts } from '../db/channels.ts'
import { countMuted } from '../db/mute.ts'
import { listRinging, type RingingAlarm } from '../db/pageList.ts'
import { NOTICE_COOKIE } from './answer.tsx'
import type { Console } from './app.tsx'
import { mayOpen } from './rights.ts'
import { sayLimit } from './views/channel.tsx'
import type { Clock } from './views/parts.tsx'
import { sayMissing } from './views/settings/calendar.tsx'

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
  const { db, staff, community, sandbox, now } = c.var
  const [{ counts, isModelAway }, accounts] = await Promise.all([readAttention(db, staff, now()), listAccounts(db)])
  return {
    nonce: c.get('secureHeadersNonce') ?? '',
    staff,
    community: community.name,
    counts: ownCounts(counts, staff),
    alarms: counts.pages > 0 ? await readAlarms(c) : [],
    clock: c.var.clock,
    banners: await findBanners(c, accounts, isModelAway),
    hasSandbox: sandbox !== null,
    said: getCookie(c, NOTICE_COOKIE) ?? null,
  }
}

/** What stands behind pages that are not for somebody is not counted to them. */
function ownCounts(counts: Attention, staff: Staff): Attention {
  return Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, mayOpen(staff, `/${key}`) ? count : 0])) as Attention
}

/** What rings for everybody who may take it on; who only looks on is not alarmed. */
export async function readAlarms(c: Context<Console>): Promise<RingingAlarm[]> {
  return c.var.staff.role === 'viewer' || !mayOpen(c.var.staff, '/pages') ? [] : listRinging(c.var.db, c.var.community)
}

async function findBanners(c: Context<Console>, accounts: readonly ChannelRow[], isModelAway: boolean): Promise<Banner[]> {
  const { community, embedded, staff } = c.var
  const banners: Banner[] = []
  if (!mayOpen(staff, '/bot')) return banners
  if (community.hotlines.gas === null) {
    banners.push({
      tone: 'stop',
      text: '还没有填写燃气抢修电话，机器人在本社区只记录、不说话。',
      link: { href: '/settings/hotlines', label: '去填写' },
    })
  }
  banners.push(...(await findSpeechBanners(c, accounts)), ...findCalendarBanner(c))
  if (isModelAway) {
    banners.push({ tone: 'warn', text: '语言模型暂时连不上，正在按内置规则识别；拿不准的消息会进“待人工”。' })
  }
  if (embedded) banners.push({ tone: 'info', text: '试用模式：数据存在本机的内置数据库，正式使用请改用 PostgreSQL。' })
  return banners
}

/** For who can mend it. */
function findCalendarBanner(c: Context<Console>): Banner[] {
  const { community, staff, clock } = c.var
  const years = hasRole(staff, SETTING_ROLES) ? missingYears(clock.now, community) : []
  if (years.length === 0) return []
  return [{ tone: 'warn', text: sayMissing(years), link: { href: `/settings/calendar?year=${years[0]}`, label: '去填写' } }]
}

/** Whether the bot hears and speaks at all, and what it keeps to itself. */
async function findSpeechBanners(c: Context<Console>, accounts: readonly ChannelRow[]): Promise<Banner[]> {
  const { db, staff, community, clock } = c.var
  const whichOf = (row: ChannelRow) => (accounts.length > 1 ? `${texts.channel.account(row.account)}：` : '')
  const banners: Banner[] = accounts.flatMap((row) =>
    sayTrouble(row, clock.now).map((banner) => ({ ...banner, text: whichOf(row) + banner.text })),
  )
  for (const row of accounts) {
    if (!row.limitedUntil) continue
    const count = await countForHand(db, staff, clock.now)
    banners.push({
      tone: 'warn',
      text: `${whichOf(row)}${sayLimit(row.limitedUntil, clock)}${count > 0 ? `有 ${count} 句话等着，急的可以请人代发。` : ''}`,
      link: count > 0 ? { href: '/outbox/by-hand', label: '去代发' } : { href: '/bot', label: '查看' },
    })
  }
  if (community.mutedAt) {
    const count = await countMuted(db, staff)
    const kept = count > 0 ? `${count} 句话先留着。` : '别的话先留着。'
    banners.push({ tone: 'warn', text: `机器人现在只说紧急的话，${kept}`, link: { href: '/bot', label: '查看' } })
  }
  return banners
}

function sayTrouble(channel: ChannelRow, now: Date): Banner[] {
  const look = { href: '/bot', label: '查看' }
  if (isBotGone(channel, now)) return [{ tone: 'stop', text: '机器人程序停了，收不到也发不出群消息，请管理员重新启动。', link: look }]
  if (!DEAF_STATES.includes(channel.state)) return []
  if (channel.state === 'needsScan') {
    return [{ tone: 'warn', text: '机器人需要扫码登录，登录前收不到群消息。', link: { ...look, label: '去扫码' } }]
  }
  return [{ tone: 'stop', text: `机器人已离线${channel.problem ? `：${channel.problem}` : '，暂时收发不了群消息。'}`, link: look }]
}
