import type { WebClient } from './client.ts'
import { isTurnedOut } from './failure.ts'
import type { Line } from './line.ts'
import { pauseAfter } from './pace.ts'

const LOST_AFTER_FAILURES = 3
const NOTIFY_EVERY_MS = 5 * 60_000
const IDLE_PAUSE_MS = 1000

type Mail = {
  /** Whether more can be taken now: what is not taken waits on the server. */
  hasRoom(): boolean
  /** All messages of one answer are on their way. */
  taken(): void
}

/** Asks for news until the line ends or the account is logged out. However long the network is away, it goes on from the same SyncKey. */
export async function keepSynced(client: WebClient, line: Line, mail: Mail): Promise<void> {
  let failures = 0
  let answeredAt = performance.now()
  let notifiedAt = answeredAt
  while (!line.isOver && client.state === client.CONF.STATE.login) {
    try {
      const hasBrought = await askForNews(client, mail)
      failures = 0
      answeredAt = performance.now()
      client.lastSyncTime = Date.now()
      line.tellSynced()
      if (!hasBrought) await line.pause(IDLE_PAUSE_MS)
      if (answeredAt - notifiedAt > NOTIFY_EVERY_MS) {
        notifiedAt = answeredAt
        client.notifyMobile().catch((error) => void client.emit('error', error))
      }
    } catch (error) {
      if (line.isOver || client.state !== client.CONF.STATE.login) return
      if (isTurnedOut(error) && (await isLoggedOut(client))) return void client.emit('logout')
      if (++failures === 1) client.emit('error', error)
      if (failures >= LOST_AFTER_FAILURES || performance.now() - answeredAt >= line.pace.silentAfterMs) line.tellLost(error)
      await line.pause(pauseAfter(failures, line.pace))
    }
  }
}

/** False when the server said that there is something and then had nothing: asking again at once would not end. */
async function askForNews(client: WebClient, mail: Mail): Promise<boolean> {
  if (Number(await client.syncCheck()) === 0) return true
  if (!mail.hasRoom()) return false
  const news = await client.sync()
  if (news.ModContactCount) client.updateContacts(news.ModContactList ?? [])
  if (!news.AddMsgCount) return Boolean(news.ModContactCount)
  client.handleMsg(news.AddMsgList ?? [])
  mail.taken()
  return true
}

/** A server that turns a question away may still know the login. */
async function isLoggedOut(client: WebClient): Promise<boolean> {
  try {
    await client.init()
    return false
  } catch (error) {
    return isTurnedOut(error)
  }
}
