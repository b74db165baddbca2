import { createHmac } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { createApp } from '../admin/app.tsx'
import { createAuth } from '../admin/auth.ts'
import { createLinkSigner } from '../admin/links.ts'
import type { Reader } from '../bot/reader.ts'
import { withFallback } from '../bot/readers/fallback.ts'
import { modelReader } from '../bot/readers/model.ts'
import { offlineReader } from '../bot/readers/offline.ts'
import { openStage } from '../bot/replay/stage.ts'
import { mainAccount } from '../core/account.ts'
import type { Community } from '../core/community.ts'
import type { IncomingMessage } from '../core/message.ts'
import type { Role } from '../core/staff.ts'
import type { TicketAction } from '../core/ticket/moves.ts'
import type { Database } from '../db/client.ts'
import * as orgUnits from '../db/orgUnits.ts'
import { ensureSample, meetEstate, SAMPLE, seatRoom } from '../db/sample.ts'
import { authSessions } from '../db/schema/index.ts'
import { addAccount } from '../db/signIn.ts'
import * as tickets from '../db/tickets.ts'
import { openTestDatabase } from './database.ts'
import { byWords, startOpenAiServer } from './openaiServer.ts'
import { readings } from './readings.ts'

const SECRET = 'a secret of more than thirty-two letters'
const PUBLIC_URL = new URL('http://console.test')
const SATURDAY_MORNING = new Date('2026-11-21T09:00:00+08:00')
/** Speaks at once, as often as it likes, at any hour: a story is about something else. */
const UNHINDERED: Pick<Community, 'pace' | 'patience' | 'quietHours' | 'budget'> = {
  pace: { minMs: 0, maxMs: 0 },
  patience: { textSeconds: 0, photoSeconds: 0 },
  quietHours: { night: null, noon: null },
  budget: { perHour: 1000, perDay: 10_000, combineMinutes: 10, digestAt: '18:00' },
}

type Words = Partial<Omit<IncomingMessage, 'sender' | 'room'>> & {
  alias?: string
  role?: IncomingMessage['sender']['role']
  isFriend?: boolean
}

/** A whole community: real database, real bot, real console; only the model, the chat network and the clock are played. */
export async function openCommunity({
  start = SATURDAY_MORNING,
  reader,
  publicUrl = PUBLIC_URL,
  isPublic = false,
  ...decided
}: { start?: Date; reader?: Reader; publicUrl?: URL; isPublic?: boolean } & Partial<
  Pick<Community, 'patience' | 'windows' | 'quietHours' | 'budget' | 'pace'>
> = {}) {
  const database = await openTestDatabase()
  const { db } = database
  await ensureSample(db)
  const { id: communityId } = (await orgUnits.firstCommunity(db))!
  const scope = { communityId }
  const community = await orgUnits.changeCommunity(db, scope, { ...UNHINDERED, ...decided })
  const estate = await meetEstate(db, community, SAMPLE.estate.name)
  await orgUnits.changeEstate(db, scope, { id: estate.id, name: estate.name, code: 'JN' })

  const ears = reader ?? (await playedReader())
  const log = pino({ level: 'silent' })
  const stageOf = { database, reader: ears, log, publicUrl: isPublic ? publicUrl.origin : null }
  let stage = await openStage({ ...stageOf, start })
  const auth = createAuth({ db, secret: SECRET, publicUrl })
  const app = createApp({
    database,
    now: () => stage.now(),
    auth,
    publicUrl,
    sandbox: (message) => stage.receive(message),
    embedded: false,
  })
  const transcript: { room: string; line: string }[] = []
  let heardSoFar = 0

  onTestFinished(async () => {
    await stage.close()
    await app.stopLive()
  })

  function writeDown(room: string, line: string): void {
    transcript.push({ room, line })
  }

  function writeDownSaid(): void {
    for (const { to, mention, text } of stage.said.slice(heardSoFar)) {
      writeDown('roomId' in to ? to.roomId : `私聊 ${to.memberId}`, `小助手：${mention === null ? '' : `@${mention} `}${text}`)
    }
    heardSoFar = stage.said.length
  }

  async function speak(room: string | null, sender: string, text: string, words: Words = {}): Promise<void> {
    writeDown(room ?? `私聊 ${sender}`, `${sender}：${text}`)
    await stage.receive(incoming(room, sender, text, words))
    writeDownSaid()
  }

  function incoming(
    room: string | null,
    sender: string,
    text: string,
    { alias, role = 'resident', isFriend = room === null, ...rest }: Words,
  ): IncomingMessage {
    return {
      id: crypto.randomUUID(),
      room: room === null ? null : { id: room, topic: room },
      sender: { id: sender, nickname: sender, alias: alias ?? null, role, isFriend },
      kind: 'text',
      text,
      quote: null,
      mentionsBot: false,
      recalls: null,
      fromBot: false,
      sentAt: stage.now(),
      media: null,
      ...rest,
    }
  }

  function linesOf(room: string): string[] {
    return transcript.filter((entry) => entry.room === room).map((entry) => entry.line)
  }

  return {
    db,
    scope,
    app,
    links: await createLinkSigner(auth, publicUrl),
    now: () => stage.now(),

    /** A group of the estate in which the bot already speaks. */
    async group(topic = '和风苑业主群', estateName: string = SAMPLE.estate.name) {
      await seatRoom(db, { ...mainAccount('sandbox'), topic, estate: await meetEstate(db, community, estateName) }, stage.now())
      return {
        say: (sender: string, text: string, words?: Words) => speak(topic, sender, text, words),
        transcript: () => linesOf(topic),
        replies: () => linesOf(topic).filter((line) => line.startsWith('小助手：')),
      }
    },

    /** A group that nobody has given to an estate. */
    strangers: (topic = '陌生群') => ({
      say: (sender: string, text: string, words?: Words) => speak(topic, sender, text, words),
      transcript: () => linesOf(topic),
    }),

    private: (sender: string) => ({
      say: (text: string, words?: Words) => speak(null, sender, text, words),
      transcript: () => linesOf(`私聊 ${sender}`),
    }),

    /** A colleague at the console, freshly signed in for each page. Everything the bot owes because of a click is said before the call returns. */
    async staff(name: string, role: Role = 'staff', of = communityId) {
      const account = {
        communityId: of,
        name,
        username: `user-${crypto.randomUUID().slice(0, 8)}`,
        role,
        passwordHash: '-',
        mustChangePassword: false,
      }
      const member = await addAccount(db, account, stage.now())
      async function request(path: string, init: RequestInit = {}): Promise<Response> {
        const headers = new Headers(init.headers)
        headers.set('cookie', await signIn(database, member.id))
        headers.set('origin', publicUrl.origin)
        const response = await app.request(new Request(new URL(path, publicUrl), { ...init, headers }))
        await stage.advanceTo(stage.now())
        writeDownSaid()
        return response
      }
      return {
        ...member,
        request,
        /** For a browser; it is theirs until they have been idle for too long. */
        signIn: () => signIn(database, member.id),
        /** For a browser of their own, which asks for several things at a time. */
        cookie: () => signIn(database, member.id),
        get: async (path: string) => (await request(path)).text(),
        post: (path: string, form: Record<string, string> | URLSearchParams = {}) =>
          request(path, { method: 'POST', body: new URLSearchParams(form) }),
        /** Presses one of a ticket's buttons on a page that was drawn just now. */
        async move(number: string, action: TicketAction, form: Record<string, string> = {}): Promise<Response> {
          const { version } = await tickets.find(db, scope, number)
          return request(`/tickets/${number}/${action}`, {
            method: 'POST',
            body: new URLSearchParams({ seenVersion: String(version), ...form }),
          })
        },
      }
    },

    /** Somebody who does not sign in opens an address. */
    async visit(address: string, form?: Record<string, string> | FormData): Promise<Response> {
      const body = form && (form instanceof FormData ? form : new URLSearchParams(form))
      const init = body ? { method: 'POST', body, headers: { origin: publicUrl.origin } } : {}
      const response = await app.request(new Request(new URL(address, publicUrl), init))
      await stage.advanceTo(stage.now())
      writeDownSaid()
      return response
    },

    /** Lets time go by; what falls due is said at its own time. */
    async until(moment: string | Date): Promise<void> {
      await stage.advanceTo(new Date(moment))
      writeDownSaid()
    },

    wait(seconds: number): Promise<void> {
      return this.later(seconds / 60)
    },

    async later(minutes: number): Promise<void> {
      await stage.advanceTo(new Date(stage.now().getTime() + minutes * 60_000))
      writeDownSaid()
    },

    /** The bot's process ends and another begins on the same database. */
    async restart(): Promise<void> {
      await stage.close()
      stage = await openStage({ ...stageOf, start: stage.now() })
      heardSoFar = 0
    },

    /** The bot is switched off, time goes by, and it is switched on again. */
    async sleepUntil(moment: string): Promise<void> {
      await stage.close()
      stage = await openStage({ ...stageOf, start: new Date(moment) })
      heardSoFar = 0
      await stage.advanceTo(stage.now())
      writeDownSaid()
    },

    ticket: (number: string) => tickets.find(db, scope, number),
  }
}

async function signIn({ db }: Database, staffId: number): Promise<string> {
  const token = crypto.randomUUID()
  const now = new Date()
  await db.insert(authSessions).values({
    id: crypto.randomUUID(),
    token,
    userId: sql`(select user_id from staff where id = ${staffId})`,
    expiresAt: new Date(now.getTime() + 86_400_000),
    createdAt: now,
    updatedAt: now,
  })
  const signature = createHmac('sha256', SECRET).update(token).digest('base64')
  return `huiyin.session_token=${encodeURIComponent(`${token}.${signature}`)}`
}

/** The reader of the project: offline, or the model's client against a local server that answers from test/readings.ts. */
async function playedReader(): Promise<Reader> {
  if (process.env['TEST_READER'] !== 'model') return offlineReader()
  const server = await startOpenAiServer(byWords(readings))
  onTestFinished(() => server.close())
  const model = modelReader({ model: 'played', apiKey: 'none', baseUrl: server.baseUrl })
  return withFallback(model, offlineReader(), () => new Date())
}
