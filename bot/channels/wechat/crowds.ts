import type { Contact } from './client.ts'

type Member = NonNullable<Contact['MemberList']>[number]

/**
 * Who is in each group by the lists that a login tells, and who came and went between two of them: the network's own lines tell of some, by name, and the
 * list may have changed before or after.
 */
export function createCrowds() {
  const crowds = new Map<string, Map<string, Member>>()
  const came = new Map<string, Set<string>>()
  const gone = new Map<string, Member>()

  return {
    /** Takes a list, if it is whole. Returns the ids of those who are in it and were not before, and the other way round. */
    note({ UserName: room, MemberList = [], MemberCount }: Contact): { arrived: string[]; missing: string[] } {
      const now = new Map(MemberList.map((member) => [member.UserName, member]))
      const isWhole = now.size > 0 && now.size === MemberCount
      const before = isWhole && crowds.get(room)
      if (isWhole) crowds.set(room, now)
      if (!before) return { arrived: [], missing: [] }
      const arrived = [...now.keys()].filter((id) => !before.has(id))
      const missing = [...before.keys()].filter((id) => !now.has(id))
      const waiting = [...(came.get(room) ?? []), ...arrived].filter((id) => !missing.includes(id))
      came.set(room, new Set(waiting))
      for (const id of missing) gone.set(`${room} ${id}`, before.get(id)!)
      return { arrived, missing }
    },

    /** Somebody whose coming is told already is no newcomer. */
    greet(room: string, ids: readonly string[]): void {
      for (const id of ids) came.get(room)?.delete(id)
    },

    /** Those who have come into a group and whose coming nobody has told. */
    takeNewcomers(room: string): string[] {
      const newcomers = [...(came.get(room) ?? [])]
      came.delete(room)
      return newcomers
    },

    /** Somebody who is in the list no more, as they stood in it. */
    findGone: (room: string, id: string): Member | null => gone.get(`${room} ${id}`) ?? null,

    forget(): void {
      for (const known of [crowds, came, gone]) known.clear()
    },
  }
}
