import { expect, test } from 'vitest'
import { createCrowds } from '../../bot/channels/wechat/crowds.ts'

const ROOM = '@@a'

function list(...names: string[]) {
  return { UserName: ROOM, NickName: '幸福里业主群', MemberCount: names.length, MemberList: names.map((UserName) => ({ UserName })) }
}

test('two lists tell who came and who is gone; the first tells nothing', () => {
  const crowds = createCrowds()
  expect(crowds.note(list('@me', '@zhang'))).toEqual({ arrived: [], missing: [] })
  expect(crowds.note(list('@me', '@li', '@wang'))).toEqual({ arrived: ['@li', '@wang'], missing: ['@zhang'] })
  expect(crowds.findGone(ROOM, '@zhang')).toEqual({ UserName: '@zhang' })
  expect(crowds.findGone(ROOM, '@li')).toBeNull()
})

test('newcomers are told once, and not those whose coming was told, nor those who have left again', () => {
  const crowds = createCrowds()
  crowds.note(list('@me'))
  crowds.note(list('@me', '@li', '@wang', '@zhao'))
  crowds.greet(ROOM, ['@li'])
  crowds.note(list('@me', '@li', '@wang'))
  expect(crowds.takeNewcomers(ROOM)).toEqual(['@wang'])
  expect(crowds.takeNewcomers(ROOM)).toEqual([])
})

test('a list that is not whole says nothing of anybody', () => {
  const crowds = createCrowds()
  crowds.note(list('@me', '@zhang', '@li'))
  expect(crowds.note({ ...list('@me'), MemberCount: 3 })).toEqual({ arrived: [], missing: [] })
  expect(crowds.note({ ...list(), MemberCount: 0 })).toEqual({ arrived: [], missing: [] })
  expect(crowds.note(list('@me', '@zhang', '@li'))).toEqual({ arrived: [], missing: [] })
})

test('after a logout nobody is missed: all have other ids', () => {
  const crowds = createCrowds()
  crowds.note(list('@me', '@zhang'))
  crowds.forget()
  expect(crowds.note(list('@me2', '@zhang2'))).toEqual({ arrived: [], missing: [] })
})
