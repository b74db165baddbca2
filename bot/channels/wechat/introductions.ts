import type { IncomingMessage } from '../../../core/message.ts'
import type { Names } from '../../channel.ts'

type Given = { room: IncomingMessage['room']; sender: IncomingMessage['sender'] }
type Introduced = Given & { session: string }

/**
 * What is told once in a login, so that groups and people are known again although every id is another: who is in a group, with its first message, and
 * whether somebody has a namesake there, with theirs. `listNames` asks the network who is in a group; it is asked again only for somebody it did not list.
 */
export function createIntroductions(listNames: (roomId: string) => Promise<Names[]>) {
  let session = ''
  const introduced = new Set<string>()
  const listed = new Map<string, Names[]>()

  async function namesIn(roomId: string, sender: Names): Promise<Names[] | null> {
    const known = listed.get(roomId)
    if (known?.some((one) => isCalled(one, sender))) return known
    const names = await listNames(roomId).catch(() => null)
    if (names) listed.set(roomId, names)
    return names
  }

  return async function introduce({ room, sender }: Given, login: string): Promise<Introduced> {
    if (login !== session) {
      introduced.clear()
      listed.clear()
    }
    session = login
    if (!room || introduced.has(`${room.id} ${sender.id}`)) return { session, room, sender }
    const names = await namesIn(room.id, sender)
    if (!names) return { session, room, sender }
    const isFirst = !introduced.has(room.id)
    introduced.add(room.id).add(`${room.id} ${sender.id}`)
    return {
      session,
      room: isFirst ? { ...room, present: names.map(shownName) } : room,
      sender: { ...sender, hasNamesake: names.filter((one) => isCalled(one, sender)).length > 1 },
    }
  }
}

function isCalled(one: Names, { nickname, alias }: Names): boolean {
  return one.nickname === nickname && one.alias === alias
}

/** As it stands beside somebody's words. */
function shownName({ nickname, alias }: Names): string {
  return alias || nickname
}
