import type { ChannelName } from '../../core/message.ts'
import type { Db } from '../../db/client.ts'
import { listLostIds } from '../../db/identity.ts'
import { listGroups } from '../../db/rooms.ts'

/**
 * The groups of a channel, one a line, the columns parted by tabs: topic, estate, voice (or that the bot has left or the present login has not shown it),
 * when somebody last spoke, the bot's account.
 */
export async function printGroups(db: Db, channel: ChannelName): Promise<string> {
  const groups = await listGroups(db, channel)
  if (groups.length === 0) return 'No groups yet. Put the account into a group and let somebody speak there.\n'
  const lost = await listLostIds(db)
  const lines = groups.map(({ id, topic, estate, voice, leftAt, heardAt, account }) =>
    [
      topic || '(no topic)',
      estate ?? '(not bound)',
      leftAt ? 'left' : lost.has(id) ? 'not found' : voice === 'speaking' ? 'speaking' : 'record only',
      heardAt?.toISOString() ?? 'never heard',
      account,
    ].join('\t'),
  )
  return `${lines.join('\n')}\n`
}
