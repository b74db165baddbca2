import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parseLabels } from '../../bot/eval/label.ts'
import * as orgUnits from '../../db/orgUnits.ts'
import { openCommunity } from '../community.ts'

const ALIAS = '王姐(8-2-402)'

async function openDesk() {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')
  const edit = async (number: string, changes: Record<string, string>) => {
    const { version, summary, category, urgency, tier } = await community.ticket(number)
    return officer.post(`/tickets/${number}/edit`, { seenVersion: String(version), summary, category, urgency, tier, ...changes })
  }
  const labels = async () => {
    const file = await officer.get('/settings/corrections.jsonl')
    const lines = file
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    return { file, lines, labels: parseLabels(file).labels }
  }
  return { community, group, officer, edit, labels }
}

test('another category and place make an example, with the talk around it and nobody’s name', async () => {
  const { group, edit, labels } = await openDesk()
  await group.say('老李', '今晚吃啥')
  await group.say('王姐', '8栋2单元楼道灯不亮', { alias: ALIAS, id: 'lamp' })
  await edit('JN-261121-001', { category: 'utility.power', building: '8', entrance: '1' })

  const { lines, labels: found } = await labels()
  expect(lines.map(({ text, sender, alias, label }) => [text, sender, alias, label?.category ?? null])).toEqual([
    ['今晚吃啥', '居民1', '居民1', null],
    ['8栋2单元楼道灯不亮', '居民2', '居民2（8栋2单元）', 'utility.power'],
  ])
  expect(found.get('lamp')).toEqual({
    intent: 'report',
    problem: 'JN-261121-001',
    category: 'utility.power',
    place: '8栋1单元',
    urgency: 'normal',
  })
})

test('a summary put better is no example', async () => {
  const { group, edit, officer } = await openDesk()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await edit('JN-261121-001', { summary: '楼道灯不亮', building: '8', entrance: '2' })

  expect(await officer.get('/settings/corrections')).toContain('还没有改正过')
})

test('merged, two reports are one problem; split again, nothing has been learnt of either', async () => {
  const { group, officer, labels } = await openDesk()
  await group.say('王姐', '3栋电梯坏了', { id: 'lift' })
  await group.say('老李', '南门进来左手边井盖翘起来了', { id: 'lid' })
  await officer.move('JN-261121-002', 'merge', { target: 'JN-261121-001' })
  const merged = (await labels()).labels
  await officer.move('JN-261121-002', 'split')

  const told = (found: typeof merged) => ['lift', 'lid'].map((id) => [found.get(id)?.intent, found.get(id)?.problem])
  expect(told(merged)).toEqual([
    ['report', 'JN-261121-001'],
    ['meToo', 'JN-261121-001'],
  ])
  expect(await officer.get('/settings/corrections')).toContain('还没有改正过')
})

test('what is taken off a ticket is one example of a line that is not of it, and the others make none', async () => {
  const { community, group, officer, labels } = await openDesk()
  await group.say('王姐', '8栋2单元楼道灯不亮', { id: 'lamp' })
  await group.say('老李', '我家也是', { id: 'echo' })
  const [, echo] = await community.db.query.reports.findMany({ orderBy: ({ id }) => id })
  expect((await officer.post(`/tickets/JN-261121-001/reports/${echo!.id}/detachment`)).status).toBe(303)

  const { labels: found } = await labels()
  expect([...found]).toEqual([
    ['echo', { intent: 'chatter', problem: null, notOf: 'JN-261121-001', category: null, place: null, urgency: null }],
  ])
  const page = await officer.get('/settings/corrections')
  expect(page).toMatch(/移出.*我家也是.*应该是：不属于.*JN-261121-001/s)
  expect(page).toContain('1 句，改正 1 次')
})

test('what is taken back leaves no example', async () => {
  const { group, edit, officer } = await openDesk()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await edit('JN-261121-001', { category: 'facility.door', building: '8', entrance: '2' })
  expect((await officer.post('/tickets/JN-261121-001/undo')).status).toBe(303)

  expect(await officer.get('/settings/corrections')).toContain('还没有改正过')
})

test('what the bot misread is taken back in one sentence and asks for nothing', async () => {
  const { group, officer, labels } = await openDesk()
  await group.say('王姐', '3栋电梯坏了', { id: 'lift' })
  await officer.move('JN-261121-001', 'reject', { misread: 'yes' })

  expect(group.replies().at(-1)).toBe('小助手：@王姐 刚才理解错了，JN-261121-001 已撤销。')
  expect((await labels()).labels.get('lift')).toMatchObject({ intent: 'chatter', problem: null })
})

test('rejecting a matter for a reason says nothing about the reader', async () => {
  const { group, officer } = await openDesk()
  await group.say('王姐', '3栋电梯坏了')
  await officer.move('JN-261121-001', 'reject', { note: '已由开发商保修' })

  expect(await officer.get('/settings/corrections')).toContain('还没有改正过')
})

test('the page shows what was read and what is right, without the door', async () => {
  const { group, edit, officer } = await openDesk()
  await group.say('王姐', '8栋2单元402门口楼道灯不亮', { alias: ALIAS })
  await edit('JN-261121-001', { category: 'utility.power', building: '8', entrance: '2' })

  const page = await officer.get('/settings/corrections')
  for (const words of ['改了分类', '机器人读成：反映问题 · 楼道/路灯不亮 · 8栋2单元', '应该是：反映问题 · 停电跳闸变压器', '小李'])
    expect(page).toContain(words)
  expect(page).not.toContain('402')
})

test('another community has nothing of it, and a grid worker may not look', async () => {
  const { community, group, edit } = await openDesk()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await edit('JN-261121-001', { category: 'utility.power', building: '8', entrance: '2' })
  const other = await orgUnits.createCommunity(community.db, '别的社区')
  const stranger = await community.staff('外人', 'staff', other.id)

  expect(await stranger.get('/settings/corrections')).toContain('还没有改正过')
  expect(await stranger.get('/settings/corrections.jsonl')).toBe('')
  expect((await (await community.staff('网格员', 'gridWorker')).request('/settings/corrections')).status).toBe(403)
})

test('the corrections are a regression set: the reader that was corrected is caught again', async () => {
  const { group, edit, labels } = await openDesk()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await edit('JN-261121-001', { category: 'utility.power', building: '8', entrance: '2' })
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-corrections-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'corrections.jsonl')
  writeFileSync(file, (await labels()).file)

  const score = await new Promise<string>((resolve, reject) => {
    const command = ['start.js', 'bot/eval/main.ts', file, '--json']
    execFile(process.execPath, command, (error, stdout) => (error ? reject(error) : resolve(stdout)))
  })
  expect(JSON.parse(score)).toMatchObject({ labelled: 1, problemsCaught: { count: 1, of: 1 }, categoryExact: { count: 0, of: 1 } })
})
