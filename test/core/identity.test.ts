import { describe, expect, test } from 'vitest'
import { memberInRemark, recogniseMember, recogniseRoom, remarkFor } from '../../core/identity.ts'

const HEFENG = { id: 1, topic: '和风苑业主群', speakers: ['张阿姨', '老李', '小王', '陈姐'] }
const OTHERS = { id: 2, topic: '和风苑业主群', speakers: ['甲一', '乙二', '丙三', '丁四'] }

describe('a group under a new id', () => {
  test('is the one of the same topic', () => {
    expect(recogniseRoom({ topic: '和风苑业主群', present: [] }, [HEFENG])).toBe(HEFENG)
    expect(recogniseRoom({ topic: '和风苑邻里群', present: [] }, [HEFENG])).toBeNull()
  })

  test('among two of one topic is the one whose speakers are in it', () => {
    const present = ['张阿姨', '老李', '小王', '新邻居', '甲一']
    expect(recogniseRoom({ topic: '和风苑业主群', present }, [HEFENG, OTHERS])).toBe(HEFENG)
    expect(recogniseRoom({ topic: '和风苑业主群', present: [] }, [HEFENG, OTHERS])).toBeNull()
  })

  test('is nobody’s when those who spoke are gone, or when it has no topic', () => {
    expect(recogniseRoom({ topic: '和风苑业主群', present: ['甲一', '乙二'] }, [HEFENG])).toBeNull()
    expect(recogniseRoom({ topic: '', present: [] }, [{ ...HEFENG, topic: '' }])).toBeNull()
  })

  test('where hardly anybody has spoken the topic is enough', () => {
    const quiet = { ...HEFENG, speakers: ['张阿姨', '老李'] }
    expect(recogniseRoom({ topic: '和风苑业主群', present: ['甲一'] }, [quiet])).toBe(quiet)
  })
})

describe('somebody under a new id', () => {
  const li = { nickname: '老李', alias: '8-2-1101 老李' }

  test('is the only one of both names', () => {
    expect(recogniseMember({ ...li, hasNamesake: false }, [li, { nickname: '老李', alias: '老李' }])).toBe(li)
  })

  test('is somebody new when a name changed, when two bore them, or when two bear them now', () => {
    expect(recogniseMember({ ...li, alias: '9-1-101 老李', hasNamesake: false }, [li])).toBeNull()
    expect(recogniseMember({ ...li, hasNamesake: false }, [li, { ...li }])).toBeNull()
    expect(recogniseMember({ ...li, hasNamesake: true }, [li])).toBeNull()
  })
})

test('a friend’s remark name carries who they are and survives being written again', () => {
  expect(remarkFor(42, '张阿姨')).toBe('张阿姨 回音#42')
  expect(remarkFor(42, '住在三栋的张阿姨本人')).toBe('住在三栋的张 回音#42')
  expect(remarkFor(42, '张阿姨 回音#7')).toBe('张阿姨 回音#42')
  expect(memberInRemark('张阿姨 回音#42')).toBe(42)
  expect(memberInRemark('张阿姨')).toBeNull()
  expect(memberInRemark('回音#0')).toBeNull()
})
