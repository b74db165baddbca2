import { expect, test } from 'vitest'
import { judgeAnswer } from '../../core/prompts/answer.ts'

const report = {
  intent: 'report',
  category: 'facility.lighting',
  summary: '楼道灯不亮',
  place: null,
  urgency: 'normal',
  confidence: 0.9,
}

function placeOf(place: unknown) {
  const verdict = judgeAnswer(JSON.stringify({ ...report, place }))
  return 'reading' in verdict ? verdict.reading.place : verdict
}

test.each([
  [
    { building: '8', entrance: '2', spot: '4楼楼道' },
    { building: '8', entrance: '2', spot: '4楼楼道' },
  ],
  [
    { building: '8栋', entrance: '2单元', spot: null },
    { building: '8', entrance: '2', spot: null },
  ],
  [
    { building: '八幢', entrance: '二单元', spot: null },
    { building: '8', entrance: '2', spot: null },
  ],
  [
    { building: '8号楼', entrance: null, spot: null },
    { building: '8', entrance: null, spot: null },
  ],
  [
    { building: 'A3座', entrance: null, spot: null },
    { building: 'A3', entrance: null, spot: null },
  ],
  [
    { building: '8栋2单元', entrance: null, spot: null },
    { building: '8', entrance: '2', spot: null },
  ],
  [
    { building: '', entrance: '', spot: '南门' },
    { building: null, entrance: null, spot: '南门' },
  ],
  [{ building: null, entrance: null, spot: null }, null],
])('the place %j is spelt as everywhere in the house', (said, place) => {
  expect(placeOf(said)).toEqual(place)
})

test('a number the model made up goes no further', () => {
  const verdict = judgeAnswer(
    JSON.stringify({ ...report, summary: '找13800001234修灯', place: { building: '8', entrance: null, spot: '402室门口' } }),
  )

  expect(verdict).toMatchObject({ reading: { summary: expect.stringContaining('修灯') } })
  expect(JSON.stringify(verdict)).not.toMatch(/1380|402/)
})

test.each([
  ['', 'the answer is empty'],
  [' \n', 'the answer is empty'],
  ['不知道', 'the answer is not one JSON object'],
  ['{"intent":"report"', 'the answer is not one JSON object'],
  ['{"intent":"report"} {"intent":"chatter"}', 'the answer is not one JSON object'],
])('%j: %s', (answer, problem) => {
  expect(judgeAnswer(answer)).toEqual({ problem })
})

test('the problem names the field, so that the model can mend it', () => {
  expect(judgeAnswer(JSON.stringify({ ...report, confidence: 90, urgency: 'urgent' }))).toEqual({
    problem: expect.stringMatching(/at reports\[0\]\.urgency[\s\S]*at reports\[0\]\.confidence/),
  })
})

const GIVEN = [
  { id: 41, mark: 'T1', text: '3栋电梯坏了', progress: '处理中' },
  { id: 7, mark: 'T2', text: '8栋2单元楼道灯不亮', progress: '已登记' },
]

test('several reports keep their order, each with the ticket it belongs to', () => {
  const second = { ...report, category: 'sanitation.garbage_overflow', summary: '垃圾没人收', ticket: null }
  const verdict = judgeAnswer(JSON.stringify({ reports: [{ ...report, ticket: 'T2' }, second] }), GIVEN)

  expect(verdict).toMatchObject({
    reading: { intent: 'report', category: 'facility.lighting', ticketId: 7 },
    also: [{ intent: 'report', category: 'sanitation.garbage_overflow', ticketId: null }],
  })
})

test.each(['T3', 'T0', '41', 'JN-261121-001', '', 'T1; drop table', null])(
  'the ticket %j was not among those given: it is dropped',
  (ticket) => {
    expect(judgeAnswer(JSON.stringify({ reports: [{ ...report, ticket }] }), GIVEN)).toMatchObject({ reading: { ticketId: null } })
    expect(judgeAnswer(JSON.stringify({ intent: 'progressQuery', confidence: 0.9, ticket }), GIVEN)).toMatchObject({
      reading: { intent: 'progressQuery', ticketId: null },
    })
  },
)

test('a question may be about a ticket that was given', () => {
  expect(judgeAnswer('{"intent":"progressQuery","ticket":"t1","confidence":0.9}', GIVEN)).toEqual({
    reading: { intent: 'progressQuery', category: null, summary: null, place: null, urgency: 'low', confidence: 0.9, ticketId: 41 },
    also: [],
  })
})

test('a list without an end is cut', () => {
  const verdict = judgeAnswer(JSON.stringify({ reports: Array(50).fill(report) }))
  expect(verdict).toMatchObject({ also: { length: 3 } })
})
