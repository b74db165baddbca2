import type { EventEmitter } from 'node:events'

export type SyncKey = { syncKey: { List: unknown[] }; formatedSyncKey: string }
export type Contact = {
  UserName: string
  NickName: string
  MemberCount?: number
  MemberList?: readonly { UserName: string; NickName?: string; DisplayName?: string }[]
}
export type RawMessage = { MsgId: string; MsgType: number; FromUserName: string; Content: string; StatusNotifyUserName?: string }
export type Request = { url: string; signal?: AbortSignal; maxContentLength?: number }
export type Answer = { status: number; data: unknown }

/** What is touched inside the web client, whose version is pinned. */
export type WebClient = EventEmitter & {
  state: string
  CONF: { STATE: { login: string; logout: string } }
  PROP: SyncKey & { uin: string; sid: string; skey: string; passTicket: string; webwxDataTicket: string }
  COOKIE: Record<string, string>
  user: object
  contacts: Record<string, Contact>
  lastSyncTime: number
  Message: { extend(raw: RawMessage): RawMessage }
  Contact: { extend(raw: Contact): Contact }
  request(options: Request): Promise<Answer>
  init(): Promise<object>
  getContact(seq?: number): Promise<object>
  batchGetContact(wanted: readonly { UserName: string }[]): Promise<Contact[]>
  updateContacts(contacts: readonly Contact[]): void
  syncCheck(): Promise<string>
  sync(): Promise<{ AddMsgCount?: number; ModContactCount?: number; AddMsgList?: RawMessage[]; ModContactList?: Contact[] }>
  notifyMobile(): Promise<void>
  handleMsg(messages: readonly RawMessage[]): void
  start(): Promise<void>
  restart(): Promise<void>
  syncPolling(): void
  checkPolling(): void
  _login(): Promise<void>
  _init(): Promise<void>
}

export function syncKeyOf({ PROP: { syncKey, formatedSyncKey } }: WebClient): SyncKey {
  return { syncKey, formatedSyncKey }
}

/** After a logout nothing of the old login may be left: all its names are dead. */
export function forgetLogin(client: WebClient): void {
  client.state = client.CONF.STATE.logout
  client.contacts = {}
  Object.assign(client.PROP, {
    uin: '',
    sid: '',
    skey: '',
    passTicket: '',
    webwxDataTicket: '',
    formatedSyncKey: '',
    syncKey: { List: [] },
  })
  for (const name of Object.keys(client.COOKIE)) delete client.COOKIE[name]
}

/** Going on with a login must not skip what came meanwhile: the server's newest SyncKey counts only where there was none. */
export function keepSyncKey(client: WebClient): void {
  const init = client.init.bind(client)
  client.init = async () => {
    const kept = syncKeyOf(client)
    const answer = await init()
    if (kept.syncKey.List.length > 0) Object.assign(client.PROP, kept)
    return answer
  }
}
