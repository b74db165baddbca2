import { createHmac, timingSafeEqual } from 'node:crypto'
import type { TicketLink } from '../core/routing/link.ts'
import type { Auth } from './auth.ts'

const BASE = 36
const TOKEN = /^([0-9a-z]{1,7})-([0-9a-z]{1,8})-([\w-]{32})$/

/** Signs and reads the links that open one ticket each. Nothing but the secret is needed to tell a true one: a guess costs no look into the database. */
export type LinkSigner = { addressOf(link: Pick<TicketLink, 'id' | 'expiresAt'>): string; idIn(token: string): number | null }

export async function createLinkSigner(auth: Auth, publicUrl: URL): Promise<LinkSigner> {
  const { secret } = await auth.$context
  return {
    addressOf({ id, expiresAt }) {
      const words = `${id.toString(BASE)}-${Math.floor(expiresAt.getTime() / 1000).toString(BASE)}`
      return new URL(`/t/${words}-${sign(secret, words)}`, publicUrl).href
    },
    idIn(token) {
      const [, id, until, mac] = TOKEN.exec(token) ?? []
      if (!id || !until || !mac) return null
      return timingSafeEqual(Buffer.from(mac), Buffer.from(sign(secret, `${id}-${until}`))) ? Number.parseInt(id, BASE) : null
    },
  }
}

/** Named after its use: what is signed for a session opens no ticket, and the other way round. */
function sign(secret: string, words: string): string {
  return createHmac('sha256', secret).update(`ticket link ${words}`).digest('base64url').slice(0, 32)
}
