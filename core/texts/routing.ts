import { endOfWorkingDay } from '../calendar/workingTime.ts'
import type { Community } from '../community.ts'
import { mask } from '../mask.ts'
import { OFFICES, type OfficeName } from '../organisation/appointment.ts'
import { describePlace } from '../reading/place.ts'
import { isAboveCommunity } from '../routing/level.ts'
import type { TicketLink } from '../routing/link.ts'
import type { Hands, Route } from '../routing/route.ts'
import type { Mediator } from '../routing/settings.ts'
import { categoryOf } from '../taxonomy/categories.ts'
import { termsOf } from '../ticket/terms.ts'
import type { Mediation, Ticket, Whistle } from '../ticket/ticket.ts'
import { OFFICE_TITLES } from './organisation.ts'
import { sayParty } from './party.ts'
import { sayDate, sayStamp } from './time.ts'

export const MEDIATOR_NAMES: Record<Mediator, string> = {
  buildingCaptain: '楼栋长',
  gridWorker: '网格员',
  community: '社区调解员',
  subdistrict: '街道、司法所',
}

/** Who has a matter and why, as colleagues read it, and what those hear to whom it is handed. */
export const routingTexts = {
  /** 因为8栋的网格员是李网格。 */
  why({ person, reason, dutyGap }: Route, { estate, names }: Pick<Hands, 'estate' | 'names'>, { place }: Pick<Ticket, 'place'>): string {
    const name = person ? person.name || (names.get(person.staffId ?? 0) ?? '') : ''
    const gap = dutyGap ? '值班表这个时段没有人，先按默认的来。' : ''
    const at = (office: OfficeName) => sayPlaceOf(office, estate.name, place?.building ?? null)
    switch (reason.kind) {
      case 'firstTaker':
        return `先接手的是${name}，交出去之前由${name}负责。`
      case 'office':
        return `${gap}因为${at(reason.office)}的${OFFICE_TITLES[reason.office]}是${name}${reason.load === null ? '' : `，手上${reason.load}件，是最少的`}。`
      case 'standIn':
        return `${gap}${at(reason.vacant)}现在没有${OFFICE_TITLES[reason.vacant]}，由${OFFICE_TITLES[reason.office]}${name}顶上。`
      case 'onDuty':
        return `因为现在（${reason.from}到${reason.to}）值班的是${name}。`
      case 'nobody':
        return `${gap}这里还没有登记谁负责，请指定一位。`
    }
  },

  timedOut: ({ party, category }: Ticket, hours: number) => `${sayParty(party, category)}${hours}个工作小时没有接单，退回待派。`,

  listDepartments: (names: readonly string[]) => names.join('、'),

  /** What residents hear when the street calls departments: which, who leads, and when they hear more, in one line (S92). */
  whistled: (ticket: Ticket, { departments, lead }: Pick<Whistle, 'departments' | 'lead'>, community: Community, at: Date) =>
    `${ticket.number} 已提请街道协调（${departments.map(({ name }) => name).join('、')}），${lead}牵头，${sayHeardBy(ticket, community, at)}`,

  /** Above the community residents hear who has it now; below it changes nothing for them. */
  raised(ticket: Ticket, community: Community, at: Date): string | null {
    const { number, party, category } = ticket
    if (!isAboveCommunity(party)) return null
    return `${number} 已提请${sayParty(party, category)}协调，${sayHeardBy(ticket, community, at)}`
  },

  /** Whose it is after it got another colour, in words: no resident need know what a colour means (S01). */
  owned: (ticket: Ticket, community: Community, at: Date): string =>
    routingTexts.raised(ticket, community, at) ??
    `${ticket.number} 已改由${sayParty(ticket.party, ticket.category)}办理，${sayHeardBy(ticket, community, at)}`,

  mediated(before: Mediation | null, next: Mediation, outcome: string, { timeZone }: Community): string {
    const result = before ? `${MEDIATOR_NAMES[before.by]}调解：${outcome}。` : outcome && `${outcome}。`
    return `${result}第${next.step}步由${MEDIATOR_NAMES[next.by]}调解，${sayStamp(new Date(next.due), timeZone)}前。`.replace('。。', '。')
  },

  handedOut: ({ name, party, department, memberId }: TicketLink, { category }: Ticket) =>
    `${name}（${department ?? sayParty(party, category)}），${memberId === null ? '链接由同事转发' : '机器人私聊'}`,

  /** To somebody without an account; no name of a resident, no phone, no place closer than an entrance. */
  privateLine(ticket: Ticket, address: string): string {
    return `有一件事请您处理：${routingTexts.sayMatter(ticket)}（${ticket.number}）。点开可以接单、写进展、传照片、报办完：${address}`
  },

  /** To whom a ticket was handed, once somebody has said that it is not done. */
  reopened: (ticket: Ticket) =>
    `${routingTexts.sayMatter(ticket)}（${ticket.number}）还没办好，已重新打开，请再去看看。办好了回一句“修好了”。`,

  /** To whom a ticket was handed, about what they have just told of it. */
  replied: {
    takeUp: (number: string) => `收到，${number} 已记为您接单，办好了回一句“修好了”。`,
    progress: (number: string) => `记下了，${number} 的进展社区看得到。`,
    done: (number: string) => `收到，${number} 已报办完，等居民和社区核查。`,
    bounce: (number: string) => `收到，${number} 已退回社区，不用您办了。`,
    kept: (number: string) => `${number} 已经退过两次，这次先不退，请主任决定由谁办。`,
    photoOwed: (number: string) => `收到，${number} 还差一张办完后的照片，拍好发在这里就行。`,
    notNow: (number: string) => `记下了，${number} 这一步要等社区来定，您说的社区看得到。`,
    leadOwed: (number: string, lead: string) => `记下了，${number} 由${lead}牵头，办完由${lead}来报。`,
    planOwed: (number: string) => `记下了，${number} 还在等整改方案，请和社区工作人员联系。`,
  },

  doneByPhoto: '已办完，见照片',

  whichOne: (tickets: readonly Ticket[]) =>
    [
      `您手上有${tickets.length}件：`,
      ...tickets.map((ticket, index) => `${index + 1}. ${ticket.number} ${routingTexts.sayMatter(ticket)}`),
      '说的是哪一件？回序号或编号。',
    ].join('\n'),

  sayMatter({ summary, place, category }: Pick<Ticket, 'summary' | 'place' | 'category'>): string {
    const where = place ? mask(describePlace(place)) : ''
    const what = mask(summary) || categoryOf(category).spoken
    return what.includes(where) ? what : `${where}${what}`
  },

  progressed: (note: string, photos: number) => [note, photos > 0 && `照片${photos}张`].filter(Boolean).join('；'),
}

/** Whatever is done until then, they hear of it; the day holds whenever it is read. */
function sayHeardBy(ticket: Ticket, community: Community, at: Date): string {
  const heardBy = endOfWorkingDay(at, termsOf(ticket, community).updateDays, community)
  return `${sayDate(heardBy, community.timeZone)}前告诉您进展。`
}

/** Where an office is held, as people say it: a building's captain and grid worker by the building, a manager by the estate. */
function sayPlaceOf(office: OfficeName, estate: string, building: string | null): string {
  const { seat } = OFFICES[office]
  if (seat === 'community') return '社区'
  const isOfBuilding = (seat === 'building' || seat === 'grid') && building !== null
  return isOfBuilding ? `${building.replace(/(号楼|栋|幢|座)$/, '')}栋` : estate
}
