import { expect, test } from 'vitest'
import type { Names } from '../../bot/channel.ts'
import { createIntroductions } from '../../bot/channels/wechat/introductions.ts'

const LI = { nickname: '老李', alias: '8-2-1101 老李' }
const WANG = { nickname: '王姐', alias: null }

function said(id: string, names: Names) {
  return { room: { id: 'g', topic: '和风苑业主群' }, sender: { id, ...names, role: 'resident' as const, isFriend: false } }
}

test('a group tells once in a login who is in it, and everybody once whether somebody is called the same', async () => {
  let asked = 0
  const introduce = createIntroductions(async () => {
    asked++
    return [LI, WANG, WANG]
  })

  const first = await introduce(said('li', LI), 'one')
  expect(first).toMatchObject({ session: 'one', room: { present: ['8-2-1101 老李', '王姐', '王姐'] }, sender: { hasNamesake: false } })
  const second = await introduce(said('wang', WANG), 'one')
  expect(second.room).toEqual({ id: 'g', topic: '和风苑业主群' })
  expect(second.sender.hasNamesake).toBe(true)
  expect((await introduce(said('wang', WANG), 'one')).sender).not.toHaveProperty('hasNamesake')
  expect(asked).toBe(1)

  await introduce(said('comer', { nickname: '新邻居', alias: null }), 'one')
  expect(asked).toBe(2)
  expect((await introduce(said('li2', LI), 'two')).room).toHaveProperty('present')
})

test('who is there is asked again when the network did not say', async () => {
  const answers: (Names[] | null)[] = [null, [LI]]
  const introduce = createIntroductions(async () => {
    const names = answers.shift()
    if (!names) throw new Error('not now')
    return names
  })

  expect((await introduce(said('li', LI), 'one')).room).not.toHaveProperty('present')
  expect((await introduce(said('li', LI), 'one')).room).toHaveProperty('present')
})
