import { expect, test } from 'vitest'
import { readNotice } from '../../core/calendar/notice.ts'
import { officialDays } from '../../core/calendar/official.ts'

const OF_2026 = `国务院办公厅关于2026年部分节假日安排的通知
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。`

function shorten({ day, kind, worksAs }: { day: string; kind: string; worksAs: number | null }): string {
  return [day, kind, worksAs].filter((part) => part !== null).join(' ')
}

test('the notice of a year is read as the package knows it', () => {
  const read = readNotice(OF_2026, 2026)
  expect(read).toHaveLength(39)
  expect(read.map(shorten)).toEqual(officialDays(2026).map(shorten))
  expect(read[0]).toEqual({ day: '2026-01-01', kind: 'off', name: '元旦', worksAs: null })
})

test.each([
  [
    'all in one line',
    '一、元旦：1月1日放假1天。二、劳动节：5月3日至4日放假，4月25日（周日）上班。',
    ['01-01 off', '04-25 work 2', '05-03 off', '05-04 off'],
  ],
  ['over the end of a month', '春节：1月31日（周日）至2月2日（周二）放假调休。', ['01-31 off', '02-01 off', '02-02 off']],
  ['numbers of another kind', '1. 元旦：1月1日（周五）放假1天，不调休。', ['01-01 off']],
  ['a day that does not exist', '元旦：2月30日放假1天。', []],
  ['no notice', '各位居民：小区10月1日停水，请提前备水。', []],
  ['nothing', '', []],
])('%s', (_, text, days) => {
  expect(readNotice(text, 2027).map(shorten)).toEqual(days.map((day) => `2027-${day}`))
})
