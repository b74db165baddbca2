import { alertTexts } from './alert.ts'
import { announcementTexts } from './announcement.ts'
import { articleTexts } from './article.ts'
import { briefingTexts } from './briefing.ts'
import { channelTexts } from './channel.ts'
import { organisationTexts } from './organisation.ts'
import { pageTexts } from './page.ts'
import { privacyTexts } from './privacy.ts'
import { refusalTexts } from './refusal.ts'
import { roomTexts } from './room.ts'
import { routingTexts } from './routing.ts'
import { speechTexts } from './speech.ts'
import { ticketTexts } from './ticket.ts'

/** Every sentence a resident can hear, and every refusal staff can read. */
export const texts = {
  ticket: ticketTexts,
  room: roomTexts,
  announcement: announcementTexts,
  page: pageTexts,
  speech: speechTexts,
  channel: channelTexts,
  article: articleTexts,
  organisation: organisationTexts,
  routing: routingTexts,
  privacy: privacyTexts,
  refusal: refusalTexts,
  alert: alertTexts,
  briefing: briefingTexts,
}
