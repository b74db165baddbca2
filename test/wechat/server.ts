import { randomBytes } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { openSession, type Session } from './session.ts'
import type { Delivery, Person, Room, World } from './world.ts'

/** Words that the account said, by the sender's own hand on the web. */
type Said = { to: Person | Room | undefined; text: string; type: number }
type Ask = { path: string; query: URLSearchParams; cookie: string; body: string; res: ServerResponse }
type Answer = { status?: number; headers?: Record<string, string | string[]>; body: string | Buffer }

const REFUSAL = '为了你的账号安全，此微信号不能登录网页微信。'

export type WechatServer = Awaited<ReturnType<typeof startWechat>>

/** WeChat Web on 127.0.0.1, as far as the packages ask. `holdMs`: how long a question for news may wait for an answer. */
export async function startWechat(world: World, { holdMs = 1000 } = {}) {
  const events = new EventEmitter().setMaxListeners(0)
  const sockets = new Set<Socket>()
  const asked = new Map<string, number>()
  const said: Said[] = []
  const faults = { isOut: false, isSilent: false, refusal: null as { status: number } | null, sends: 0, syncRet: 0, slowMs: 0 }
  const scans = { uuid: '', isScanned: false, isConfirmed: false }
  let session: Session | null = null

  world.ears.onMessage = (message) => note(message)
  world.ears.onChange = (room) => note(room)

  function note(happening: Delivery | Room): void {
    session?.note(happening)
    events.emit('news')
  }

  /** Until something happens, or until the question has waited long enough. */
  async function held(isDue: () => boolean, res: ServerResponse): Promise<boolean> {
    const until = Date.now() + holdMs
    while (!isDue() && Date.now() < until && !res.destroyed) {
      const over = new AbortController()
      const { signal } = over
      await Promise.race([once(events, 'news', { signal }), wait(until - Date.now(), null, { signal })]).finally(() => over.abort())
    }
    return isDue()
  }

  const login: Record<string, (ask: Ask) => Answer | Promise<Answer>> = {
    jslogin() {
      Object.assign(scans, { uuid: randomBytes(6).toString('hex'), isScanned: false, isConfirmed: false })
      events.emit('news')
      return { body: `window.QRLogin.code = 200; window.QRLogin.uuid = "${scans.uuid}";` }
    },

    async login({ query, res }) {
      const isMine = () => query.get('uuid') === scans.uuid
      await held(() => !isMine() || scans.isScanned || scans.isConfirmed, res)
      if (!isMine()) return { body: 'window.code=400;' }
      if (scans.isScanned) {
        scans.isScanned = false
        return { body: "window.code=201;window.userAvatar = 'data:img/jpg;base64,AA';" }
      }
      if (!scans.isConfirmed) return { body: 'window.code=408;' }
      return { body: 'window.code=200; window.redirect_uri="https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=t&scan=1";' }
    },

    webwxnewloginpage() {
      if (faults.refusal) return { status: faults.refusal.status, body: `<error><ret>1203</ret><message>${REFUSAL}</message></error>` }
      session = openSession(world)
      const cookies = { wxuin: session.uin, wxsid: session.sid, webwx_data_ticket: 'ticket', pass_ticket: 'pass' }
      return {
        status: 301,
        headers: { 'set-cookie': Object.entries(cookies).map(([name, value]) => `${name}=${value}; Domain=wx2.qq.com; Path=/;`) },
        body: `<error><ret>0</ret><skey>@crypt_a</skey><wxsid>${session.sid}</wxsid><wxuin>${session.uin}</wxuin><pass_ticket>pass</pass_ticket></error>`,
      }
    },
  }

  const inside: Record<string, (ask: Ask, session: Session) => object | Answer | Promise<Answer>> = {
    webwxinit: (_, { init }) => init(),
    webwxstatusnotify: () => ({}),
    webwxgetcontact: (_, { contacts }) => contacts(),
    webwxbatchgetcontact: ({ body }, { lookUp }) => lookUp(JSON.parse(body).List.map(({ UserName }: { UserName: string }) => UserName)),
    webwxsync: ({ body }, { newsAfter }) => newsAfter(JSON.parse(body).SyncKey),
    async synccheck({ query, res }, { hasNews }) {
      const isDue = await held(() => session === null || hasNews(query.get('synckey') ?? ''), res)
      return { body: `window.synccheck={retcode:"${session ? 0 : 1101}",selector:"${isDue ? 2 : 0}"}` }
    },
    webwxsendmsg: ({ body }, given) => take(JSON.parse(body).Msg, given),
    webwxsendmsgimg: ({ body }, given) => take(JSON.parse(body).Msg, given),
    webwxoplog: ({ body }, { nameOf }) => {
      const { UserName, RemarkName } = JSON.parse(body)
      const friend = world.people.find((person) => nameOf(person) === UserName)
      if (friend) friend.remark = RemarkName
      return {}
    },
    webwxuploadmedia: () => ({ MediaId: '@upload' }),
    webwxgetmsgimg: ({ query }) => mediaOf(query.get('MsgID')),
    webwxgetvoice: ({ query }) => mediaOf(query.get('MsgID')),
    webwxgetvideo: ({ query }) => mediaOf(query.get('MsgID')),
    webwxgetmedia: ({ query }) => {
      const file = [...world.past.values()].find(({ writing }) => writing.MediaId && writing.MediaId === query.get('mediaid'))
      return mediaOf(file?.id ?? null)
    },
    webwxlogout: () => {
      session = null
      return {}
    },
  }

  function take({ ToUserName, Content, Type }: { ToUserName: string; Content: string; Type: number }, { nameOf }: Session): object {
    const to = [...world.rooms, ...world.people].find((place) => nameOf(place) === ToUserName)
    const isReached = to?.kind === 'person' || to?.members.includes(world.self)
    const ret = faults.sends || (isReached ? 0 : 1204)
    if (ret === 0) said.push({ to, text: Content, type: Type })
    return { BaseResponse: { Ret: ret, ErrMsg: '' }, MsgID: '1' }
  }

  function mediaOf(id: string | null): Answer {
    return { body: world.past.get(id ?? '')?.media ?? Buffer.alloc(0) }
  }

  async function answer(ask: Ask): Promise<Answer> {
    const open = login[ask.path]
    if (open) return open(ask)
    const known = session && ask.cookie.includes(`wxsid=${session.sid}`) ? session : null
    if (ask.path === 'synccheck' && (!known || faults.syncRet))
      return { body: `window.synccheck={retcode:"${faults.syncRet || 1101}",selector:"0"}` }
    const action = inside[ask.path]
    if (!action) throw new Error(`WeChat does not know ${ask.path}`)
    const given = known ? await action(ask, known) : { BaseResponse: { Ret: 1101, ErrMsg: '' } }
    if ('body' in given) return given as Answer
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ BaseResponse: { Ret: 0, ErrMsg: '' }, ...given }) }
  }

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url!, 'http://wechat')
    const path = url.pathname.split('/').at(-1)!
    asked.set(path, (asked.get(path) ?? 0) + 1)
    if (faults.isSilent) return
    const body = await text(req)
    if (faults.slowMs && path !== 'synccheck') await wait(faults.slowMs)
    const {
      status = 200,
      headers = {},
      body: words,
    } = await answer({ path, query: url.searchParams, cookie: req.headers.cookie ?? '', body, res })
    if (!res.destroyed) res.writeHead(status, headers).end(words)
  }

  const server = createServer((req, res) => void serve(req, res).catch((error) => res.writeHead(500).end(String(error))))
  server.on('connection', (socket) => {
    if (faults.isOut) return void socket.destroy()
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  process.env['WECHAT_TEST_PORT'] = String(port)

  return {
    port,
    said,
    faults,
    /** How often a path was asked for. */
    askedFor: (path: string) => asked.get(path) ?? 0,
    isLoggedIn: () => session !== null,
    /** What the account calls somebody now. */
    nameOf: (whom: Person | Room) => session!.nameOf(whom),

    /** Somebody holds the phone before the code of the moment and says yes. */
    async scan(): Promise<void> {
      while (!scans.uuid || scans.isConfirmed) await once(events, 'news')
      Object.assign(scans, { isScanned: true, isConfirmed: true })
      events.emit('news')
    },

    /** The network is gone: open connections break, new ones too. */
    cut(): void {
      faults.isOut = true
      for (const socket of sockets) socket.destroy()
    },
    mend: () => void Object.assign(faults, { isOut: false }),

    /** The account was logged out from the phone. */
    logOut(): void {
      session = null
      events.emit('news')
    },

    async stop(): Promise<void> {
      server.close()
      events.emit('news')
      server.closeAllConnections()
    },
  }
}
