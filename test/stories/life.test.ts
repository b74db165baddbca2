import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createClockWatch } from '../../admin/clocks.ts'
import { listOutbox } from '../../db/outboxBoard.ts'
import { readTicketPage } from '../../db/ticketPage.ts'
import * as tickets from '../../db/tickets.ts'
import { openCommunity } from '../community.ts'

const LIFT = 'JN-261121-001'
const PHOTO = readFileSync(new URL('../../admin/public/manhole.jpg', import.meta.url))

async function openDesk() {
  const community = await openCommunity()
  return { community, group: await community.group(), officer: await community.staff('小李'), colleague: await community.staff('小周') }
}

test('three working days without a word close it as unconfirmed, once', async () => {
  const { community, group, officer } = await openDesk()
  const watch = createClockWatch({ db: community.db, now: community.now, log: pino({ level: 'silent' }) })
  await group.say('王姐', '3栋电梯坏了')
  await officer.move(LIFT, 'file')
  await officer.move(LIFT, 'resolve', { note: '维保已修复' })

  await community.until('2026-11-24T08:00:00+08:00')
  await watch.look()
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'resolved', outcome: null })
  await community.until('2026-11-24T12:00:00+08:00')
  await Promise.all([watch.look(), watch.look()])
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'closed', outcome: 'unconfirmed' })
  const { events } = await readTicketPage(community.db, community.scope, LIFT)
  expect(events.filter(({ action }) => action === 'lapse')).toMatchObject([{ actor: 'bot' }])
  expect(await officer.get(`/tickets/${LIFT}`)).toContain('无人回话')

  await group.say('王姐', `${LIFT} 没好`)
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'inProgress', outcome: null, reopenCount: 1 })
})

const TAKEN_IN = '小助手：@王姐 收到，3栋电梯坏了，编号JN-261121-001，物业今天09:30前回应。'
const GOES_ON = '小助手：@王姐 JN-261121-001 物业反馈：维保已修复。您方便时看一眼，好了回“好了”，没好回“没好”。'

test.each([
  ['a colleague checks', '小助手：@王姐 JN-261121-001 社区11月21日核查办结。还有问题，七天内回“没好”就行。'],
  ['the reporter says', '小助手：@王姐 好的，JN-261121-001 已办结，谢谢您回话。'],
  ['silence ends', '小助手：@王姐 JN-261121-001 三个工作日没有人回话，社区11月24日办结。还有问题，七天内回“没好”就行。'],
])('S07 what %s too is heard of three times: taken in, how it goes, how it ended', async (how, ended) => {
  const { community, group, officer, colleague } = await openDesk()
  await group.say('王姐', '3栋电梯坏了')
  await officer.move(LIFT, 'file')
  await officer.move(LIFT, 'resolve', { note: '维保已修复' })
  if (how === 'a colleague checks') await colleague.move(LIFT, 'verify')
  if (how === 'the reporter says') await group.say('王姐', '好了')
  await community.until('2026-11-24T12:00:00+08:00')
  await createClockWatch({ db: community.db, now: community.now, log: pino({ level: 'silent' }) }).look()
  await community.later(1)
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'closed' })
  expect(group.replies()).toEqual([TAKEN_IN, GOES_ON, ended])
})

test('S07 what was referred is heard of three times: taken in, to whom and why and until when, that the part of the community is over', async () => {
  const { community, group, officer } = await openDesk()
  await group.say('王姐', '3栋电梯坏了')
  await officer.move(LIFT, 'file')
  expect((await officer.move(LIFT, 'refer', { note: '电梯在质保期内' })).status).toBe(422)
  const form = await officer.get(`/tickets/${LIFT}/refer`)
  expect(form).toContain('<option value="hotline">12345热线</option>')
  await officer.move(LIFT, 'refer', { note: '电梯在质保期内', outsider: 'hotline' })
  expect(await officer.get(`/tickets/${LIFT}`)).toMatch(/<dt>转外部<\/dt><dd>.*12345热线<\/dd>/)
  const referred =
    '小助手：@王姐 JN-261121-001 社区11月21日转12345热线办理：电梯在质保期内。社区11月23日再回您一次，也可以直接问12345热线。'
  await community.until('2026-11-23T09:59:00+08:00')
  expect(group.replies()).toEqual([TAKEN_IN, referred])
  await community.until('2026-11-23T10:01:00+08:00')
  const over =
    '小助手：@王姐 JN-261121-001 11月21日转12345热线以后，社区的环节已经办完。结果请问12345热线，没解决就把问题再说一遍，社区重新登记。'
  expect(group.replies()).toEqual([TAKEN_IN, referred, over])

  await group.say('王姐', `${LIFT} 怎么样了`, { mentionsBot: true })
  expect(group.replies().at(-1)).toContain('社区11月21日转12345热线办理，社区的环节已经办完，结果请问12345热线。')
})

test('S07 where staff have told what came of what was referred, that is the last word', async () => {
  const { community, group, officer } = await openDesk()
  await group.say('王姐', '3栋电梯坏了')
  await officer.move(LIFT, 'file')
  await officer.move(LIFT, 'refer', { note: '电梯在质保期内', outsider: 'hotline' })
  await officer.post(`/tickets/${LIFT}/answer`, { text: '12345回话，厂家已换好门机', to: 'group' })
  await community.until('2026-11-25T18:00:00+08:00')
  expect(group.replies()).toHaveLength(3)
  expect(group.replies().at(-1)).toBe('小助手：@王姐 JN-261121-001：12345回话，厂家已换好门机')
})

test('S07 an answer that is taken back before it was said leaves what was to be said later', async () => {
  const { community, group, officer } = await openDesk()
  await group.say('王姐', '3栋电梯坏了')
  await officer.move(LIFT, 'file')
  await officer.move(LIFT, 'refer', { note: '电梯在质保期内', outsider: 'hotline' })
  await officer.post(`/tickets/${LIFT}/answer`, { text: '12345回话，厂家已换好门机', to: 'group' })
  const [answer] = await listOutbox(community.db, community.scope, { statuses: ['waiting'], limit: 1 })
  await officer.post(`/outbox/${answer!.id}/cancel`, {})
  await community.until('2026-11-23T10:01:00+08:00')
  expect(group.replies().at(-1)).toContain('11月21日转12345热线以后，社区的环节已经办完。')
  expect(group.replies()).toHaveLength(3)
})

test('S07 what was merged and is taken apart again is told, with who does it and by when', async () => {
  const { community, group, officer } = await openDesk()
  const other = await community.group('和风苑二群')
  await group.say('王姐', '3栋电梯坏了')
  await officer.move(LIFT, 'file')
  await other.say('老李', '8栋2单元楼道灯不亮')
  await officer.move('JN-261121-002', 'merge', { target: LIFT })
  await officer.move('JN-261121-002', 'split')
  expect(other.replies().at(-1)).toBe('小助手：@老李 JN-261121-002 分开单独办理：已确认，物业11月23日（周一）16:30前处理。')
})

test('S07 who reported what was merged hears into which number and how that stands, and from then on of that one to its end', async () => {
  const { community, group, officer, colleague } = await openDesk()
  const other = await community.group('和风苑二群')
  await group.say('王姐', '3栋电梯坏了')
  await officer.move(LIFT, 'file')
  await other.say('老李', '8栋2单元楼道灯不亮')
  await officer.move('JN-261121-002', 'file')
  await officer.move('JN-261121-002', 'merge', { target: LIFT })
  await other.say('老李', 'JN-261121-002 怎么样了', { mentionsBot: true })
  await officer.move(LIFT, 'resolve', { note: '维保已修复' })
  await colleague.move(LIFT, 'verify')
  expect(other.replies()).toEqual([
    '小助手：@老李 收到，8栋2单元楼道灯不亮，编号JN-261121-002，物业今天11:00前回应。',
    '小助手：@老李 JN-261121-002 和 JN-261121-001 是同一件事，一起办：已确认，物业11月23日（周一）16:30前处理。进展在 JN-261121-001 里告诉您。',
    '小助手：@老李 JN-261121-002 已并入 3栋电梯坏了（JN-261121-001）：已确认，物业周一16:30前处理。',
    '小助手：@老李 JN-261121-001 物业反馈：维保已修复。您方便时看一眼，好了回“好了”，没好回“没好”。',
    '小助手：@老李 JN-261121-001 社区11月21日核查办结。还有问题，七天内回“没好”就行。',
  ])
  await group.say('张叔', '南门进来左手边井盖翘起来了')
  await officer.move('JN-261121-003', 'file')
  expect((await officer.move('JN-261121-003', 'merge', { target: LIFT })).status).toBe(409)
})

test('S07 a case that is turned down after it was looked into: the one sentence about it carries the reason and the end, and a second would only repeat them', async () => {
  const { community, group, officer } = await openDesk()
  await group.say('王姐', '3栋电梯坏了')
  await officer.move(LIFT, 'file')
  await officer.move(LIFT, 'reject', { note: '电梯在例行检修，今天18点恢复' })
  await community.until('2026-11-25T18:00:00+08:00')
  expect(group.replies()).toEqual([
    TAKEN_IN,
    '小助手：@王姐 JN-261121-001 社区11月21日核实后决定不办：电梯在例行检修，今天18点恢复。有疑问请联系社区工作人员。',
  ])
})

test('S07 what its reporter takes back: the reason is their own word, so that the answer to it is the end', async () => {
  const { community, group, officer } = await openDesk()
  await group.say('王姐', '3栋电梯坏了')
  await officer.move(LIFT, 'file')
  await group.say('王姐', '刚说的电梯那个不用了')
  await community.until('2026-11-25T18:00:00+08:00')
  expect(group.transcript().slice(1)).toEqual([
    TAKEN_IN,
    '王姐：刚说的电梯那个不用了',
    '小助手：@王姐 好的，JN-261121-001 已撤回，社区从现在起不再办理。',
  ])
})

test('S07 a danger that a whole group was warned of: who dealt with it and that it is over is one sentence, said once to everybody', async () => {
  const { community, group, officer, colleague } = await openDesk()
  await group.say('赵叔', '5栋楼道好大煤气味！！')
  await officer.move(LIFT, 'file')
  await officer.move(LIFT, 'resolve', { note: '已由燃气公司处置完毕，可正常出入' })
  await colleague.move(LIFT, 'verify', { note: '到现场看过' })
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'closed' })
  expect(group.replies().at(-1)).toBe('小助手：5栋已由燃气公司处置完毕，可正常出入（值班人员09:00确认）。')
  expect(
    group
      .replies()
      .slice(0, -1)
      .every((line) => line.startsWith('小助手：⚠️')),
  ).toBe(true)
})

test.each([
  [{}, '小助手：5栋燃气泄漏的事已处理好（值班人员09:00确认）。'],
  [{ safe: 'yes' }, '小助手：5栋燃气泄漏的事已处理好（值班人员09:00确认），可正常出入。'],
])(
  'D5 that a danger is over says what it was, and that people may go back only where staff have confirmed it: %j',
  async (confirmed, over) => {
    const { group, officer } = await openDesk()
    await group.say('赵叔', '5栋楼道好大煤气味！！')
    await officer.move(LIFT, 'file')
    expect(await officer.get(`/tickets/${LIFT}/resolve`)).toContain('name="safe"')
    await officer.move(LIFT, 'resolve', { note: '已处理好', ...confirmed })
    expect(group.replies().at(-1)).toBe(over)
  },
)

test('one of two reporters takes theirs back, the other still hears what becomes of it', async () => {
  const { community, group, officer } = await openDesk()
  await group.say('王姐', '3栋电梯坏了')
  await group.say('老李', '3栋电梯又停了，上不去')
  await officer.move(LIFT, 'file')
  await group.say('王姐', '刚说的电梯那个不用了')

  expect(await community.ticket(LIFT)).toMatchObject({ status: 'filed' })
  expect(group.replies().at(-1)).toContain(`还有其他居民反映，${LIFT} 继续办理。`)
  const { matter, reports } = await readTicketPage(community.db, community.scope, LIFT)
  expect(matter.reporters.map(({ alias }) => alias)).toEqual(['老李'])
  expect(reports.map(({ alias, withdrawnAt }) => [alias, withdrawnAt !== null])).toEqual([
    ['王姐', true],
    ['老李', false],
  ])
  await group.say('老李', '刚说的电梯那个不用了')
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'withdrawn' })
})

test('S95 a manhole is finished with a photo of it, kept without place and device; a file that is no picture is refused', async () => {
  const { community, group, officer, colleague } = await openDesk()
  await group.say('张叔', '南门进来左手边井盖翘起来了')
  await officer.move(LIFT, 'file')
  const resolve = async (file: File | null) => {
    const { version } = await tickets.find(community.db, community.scope, LIFT)
    const body = new FormData()
    for (const [name, value] of Object.entries({ seenVersion: String(version), note: '已更换井盖' })) body.set(name, value)
    if (file) body.append('photo', file)
    return officer.request(`/tickets/${LIFT}/resolve`, { method: 'POST', body })
  }

  expect((await resolve(null)).status).toBe(422)
  expect((await resolve(new File(['<script>'], 'photo.jpg', { type: 'image/jpeg' }))).status).toBe(422)
  // What cannot be drawn anew would keep the place where it was taken.
  expect((await resolve(new File(['\0\0\0\x18ftypheic'], 'IMG_1.heic', { type: 'image/heic' }))).status).toBe(422)
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'filed' })
  expect((await resolve(new File([PHOTO], 'IMG_1.jpg', { type: 'image/jpeg' }))).status).toBe(303)
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'resolved' })

  const [shown] = (await readTicketPage(community.db, community.scope, LIFT)).evidence
  expect(await colleague.get(`/tickets/${LIFT}`)).toContain(`src="/media/${shown!.mediaHash}/thumbnail"`)
  expect((await colleague.request(`/media/${shown!.mediaHash}`)).headers.get('content-type')).toMatch(/^image\//)
})

test('S95 works are shown before and after; taken up again they are shown anew, or a reason stands in the history', async () => {
  const { community, group, officer, colleague } = await openDesk()
  await group.say('张叔', '南门进来左手边井盖翘起来了')
  await officer.move(LIFT, 'file')
  const press = async (action: 'takeUp' | 'resolve', fields: Record<string, string>, hasPhoto: boolean) => {
    const { version } = await community.ticket(LIFT)
    const body = new FormData()
    for (const [name, value] of Object.entries({ seenVersion: String(version), ...fields })) body.set(name, value)
    if (hasPhoto) body.append('photo', new File([PHOTO], 'IMG.jpg', { type: 'image/jpeg' }))
    return (await officer.request(`/tickets/${LIFT}/${action}`, { method: 'POST', body })).status
  }

  expect(await press('takeUp', {}, true)).toBe(303)
  expect(await press('resolve', { note: '已更换井盖' }, false)).toBe(422)
  expect(await press('resolve', { note: '已更换井盖' }, true)).toBe(303)
  const page = await officer.get(`/tickets/${LIFT}`)
  expect([...page.matchAll(/<span class="soft">(办理前的照片|完工照片)<\/span>/g)].map(([, name]) => name)).toEqual([
    '办理前的照片',
    '完工照片',
  ])

  await community.later(30)
  await group.say('张叔', `${LIFT} 没好`)
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'inProgress', reopenCount: 1 })
  expect(await press('resolve', { note: '又加固了' }, false)).toBe(422)
  expect(await press('resolve', { note: '又加固了', waiver: '夜里拍不清' }, false)).toBe(303)
  expect(await colleague.get(`/tickets/${LIFT}`)).toContain('没有完工照片：夜里拍不清')
  expect((await colleague.move(LIFT, 'verify')).status).toBe(303)
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'closed', outcome: 'verified' })
})

test('S100 a yellow matter is not closed without a word on how it was checked; the reporter’s sentence is one, and silence a reason', async () => {
  const { community, group, officer, colleague } = await openDesk()
  const watch = createClockWatch({ db: community.db, now: community.now, log: pino({ level: 'silent' }) })
  const [LAMP, DOOR] = ['JN-261121-002', 'JN-261121-003']
  for (const [number, words] of [
    [LIFT, '3栋电梯坏了'],
    [LAMP, '8栋2单元楼道灯不亮'],
    [DOOR, '5栋1单元门禁坏了'],
  ] as const) {
    await group.say('王姐', words)
    await officer.move(number, 'file')
    await officer.move(number, 'raise', { level: 'subdistrict', note: '变压器老旧，社区办不了' })
    await officer.move(number, 'resolve', { note: '已换新变压器' })
    expect(await community.ticket(number)).toMatchObject({ status: 'resolved', tier: 'yellow' })
  }
  const notesOf = async (number: string) => (await readTicketPage(community.db, community.scope, number)).events.map(({ note }) => note)

  expect((await colleague.move(LIFT, 'verify', { note: ' ' })).status).toBe(422)
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'resolved' })
  expect((await colleague.move(LIFT, 'verify', { note: '到现场看过，三天没再跳闸' })).status).toBe(303)
  expect(await colleague.get(`/tickets/${LIFT}`)).toContain('到现场看过，三天没再跳闸')

  await group.say('王姐', `${LAMP} 好了`)
  expect(await community.ticket(LAMP)).toMatchObject({ status: 'closed', outcome: 'confirmed' })
  expect((await notesOf(LAMP)).at(-1)).toBe(`${LAMP} 好了`)

  await community.until('2026-11-26T12:00:00+08:00')
  await watch.look()
  expect(await community.ticket(DOOR)).toMatchObject({ status: 'closed', outcome: 'unconfirmed' })
  expect((await notesOf(DOOR)).at(-1)).toBe('办完后72小时（只算工作日）没有人回话')
})

test('S100 at the console a sentence of the reporter closes a yellow matter only with their agreement, which the history keeps', async () => {
  const { community, group, officer, colleague } = await openDesk()
  await group.say('王姐', '3栋电梯坏了')
  await officer.move(LIFT, 'file')
  await officer.move(LIFT, 'resolve', { note: '已换新变压器' })
  expect(await colleague.get(`/tickets/${LIFT}/verify`)).not.toContain('居民同意引用原话')
  await officer.move(LIFT, 'reopen', { note: '又跳闸了' })
  await officer.move(LIFT, 'raise', { level: 'subdistrict', note: '变压器老旧，社区办不了' })
  await officer.move(LIFT, 'resolve', { note: '已换新变压器' })
  expect(await colleague.get(`/tickets/${LIFT}/verify`)).toContain('居民同意引用原话：已经问过本人')
  const quote = '困扰大家的跳闸解决了'
  const refused = await colleague.move(LIFT, 'verify', { quote })
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('引用居民原话，要先问过本人')])
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'resolved', quoteAgreedAt: null })

  expect((await colleague.move(LIFT, 'verify', { quote, quoteAgreed: 'yes' })).status).toBe(303)
  const { events } = await readTicketPage(community.db, community.scope, LIFT)
  expect(events.at(-1)).toMatchObject({
    action: 'verify',
    actorName: '小周',
    note: '居民原话（本人同意引用）：“困扰大家的跳闸解决了”',
    changes: { quoteAgreedAt: [null, community.now().toISOString()] },
  })
  const page = await officer.get(`/tickets/${LIFT}`)
  expect(page).toContain('引用居民原话，本人同意')
  const director = await community.staff('王主任', 'director')
  expect(await director.get('/settings/audit')).toContain('居民同意引用原话：空 → 今天09:00')
  expect(page).toContain('居民原话（本人同意引用）：“困扰大家的跳闸解决了”')
})

test('a step that nobody has heard of is taken back, with both in the history; one that was said is not', async () => {
  const { community, group, officer } = await openDesk()
  await group.say('王姐', '3栋电梯坏了')
  await officer.move(LIFT, 'file')
  await officer.move(LIFT, 'assign', { party: 'department' })
  expect(await officer.get(`/tickets/${LIFT}`)).toContain('居民还没听到，可以撤销。')
  expect((await officer.post(`/tickets/${LIFT}/undo`)).status).toBe(303)
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'filed', party: 'property' })
  const { events } = await readTicketPage(community.db, community.scope, LIFT)
  const since = community.now().toISOString()
  expect(events.slice(-2).map(({ action, changes }) => [action, changes])).toEqual([
    ['assign', { status: ['filed', 'assigned'], party: ['property', 'department'], assignedAt: [null, since] }],
    ['undo', { status: ['assigned', 'filed'], party: ['department', 'property'], assignedAt: [since, null] }],
  ])

  await officer.move(LIFT, 'resolve', { note: '维保已修复' })
  expect(group.replies().at(-1)).toContain('维保已修复')
  expect(await officer.get(`/tickets/${LIFT}`)).not.toContain('居民还没听到，可以撤销。')
  expect((await officer.post(`/tickets/${LIFT}/undo`)).status).toBe(403)
})

test('history is only ever added to, whoever asks', async () => {
  const { community, group } = await openDesk()
  await group.say('王姐', '3栋电梯坏了')
  for (const rewriting of [sql`update events set note = '改过'`, sql`delete from events`])
    await expect(Promise.resolve(community.db.execute(rewriting))).rejects.toMatchObject({
      cause: { message: 'history is only ever added to' },
    })
})
