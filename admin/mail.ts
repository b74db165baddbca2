import type { Message } from '../core/alert/webhook.ts'
import { texts } from '../core/texts/texts.ts'
import { UntoldAlert, type Way } from './alerts.ts'

const TIMEOUT_MS = 10_000

/** Sends alerts by the mail server of an address like `smtps://name:secret@smtp.example.com`. */
export function mailWay({ url, from, to }: { url: string; from: string; to: readonly string[] }): Way {
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS, dnsTimeout: TIMEOUT_MS }
  const server = { url, ...timeouts, requireTLS: mustEncrypt(new URL(url)) }
  return {
    name: 'mail',
    shown: to.map(maskAddress).join('、'),
    async tell(message) {
      try {
        const { createTransport } = await import('nodemailer')
        await createTransport(server).sendMail({
          from: { name: '回音', address: from },
          to: [...to],
          subject: `【回音】${message.title}`,
          text: write(message),
        })
      } catch (error) {
        throw new UntoldAlert(sayProblem(error as MailProblem))
      }
    },
  }
}

/** A name and its secret never travel in the open, except to a server on the same machine. */
function mustEncrypt({ username, hostname }: URL): boolean {
  return username !== '' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

function write({ text, url }: Message): string {
  return `${text}\n\n${url}\n`
}

/** w***@example.com */
function maskAddress(address: string): string {
  const [name = '', host = ''] = address.split('@')
  return `${name.slice(0, 1)}***@${host}`
}

type MailProblem = Error & { code?: string; responseCode?: number }

function sayProblem({ code, responseCode }: MailProblem): string {
  switch (code) {
    case 'EAUTH':
    case 'ENOAUTH':
      return texts.alert.mailSignInRefused()
    case 'EENVELOPE':
      return texts.alert.mailAddressRefused()
    case 'ETLS':
      return texts.alert.mailNotEncrypted()
    case 'ETIMEDOUT':
      return texts.alert.silentMailServer()
    case 'ECONNECTION':
    case 'ECONNREFUSED':
    case 'ESOCKET':
    case 'EDNS':
      return texts.alert.noMailServer()
    default:
      return texts.alert.mailRefused(responseCode ?? null)
  }
}
