import { expect, test } from 'vitest'
import { cleanWording, findFault, preview, say, WORDING_NAMES, WORDINGS } from '../../core/texts/wording.ts'

test('what is usual has no fault of its own', () => {
  expect(WORDING_NAMES.length).toBe(12)
  for (const name of WORDING_NAMES) expect(findFault(name, WORDINGS[name].usual), name).toBeNull()
})

test.each([
  ['', { kind: 'empty' }],
  ['收到{编号}，找{电话}', { kind: 'unknown', slots: ['电话'] }],
  ['收到，马上办', { kind: 'missing', slots: ['编号'] }],
  ['收到{编号}{', { kind: 'brace' }],
  [`收到{编号}${'好'.repeat(60)}`, { kind: 'long' }],
  ['收\n到\n{编号}', { kind: 'lines' }],
  ['好嘞，{编号}记下了', null],
])('%s', (words, fault) => expect(findFault('opened', words)).toEqual(fault))

test('a slot is filled once: what is filled in is only words', () => {
  const community = { wordings: { opened: '{事项}（{编号}）' } }
  expect(say(community, 'opened', { 事项: '{承诺}<b>', 编号: 'JN-1', 承诺: '物业今天' })).toBe('{承诺}<b>（JN-1）')
  expect(say({ wordings: {} }, 'opened', { 事项: '灯', 编号: 'JN-1', 承诺: '物业今天' })).toBe('收到，灯，编号JN-1，物业今天回应。')
})

test('no control character and no blank line is kept', () => {
  expect(cleanWording('  收到\u0000{编号}\r\n\r\n\u202e谢谢\u200b ')).toBe('收到{编号}\n谢谢')
  expect(preview('{编号}已办结')).toBe('JN-261121-003已办结')
})
