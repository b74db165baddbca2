import { readFile } from 'node:fs/promises'
import type { ChannelName } from '../core/message.ts'
import type { Db } from '../db/client.ts'
import { ensureSample, meetEstate, SAMPLE, seatMember, seatRoom } from '../db/sample.ts'
import { parseTranscript, type TranscriptLine } from './replay/transcript.ts'

/** The sandbox's group, where the bot already speaks; a database with a community of its own keeps it. */
export async function seatSandbox(db: Db, at: Date): Promise<void> {
  const community = await ensureSample(db)
  const estate = await meetEstate(db, community, SAMPLE.estate.name)
  await seatRoom(db, { channel: 'sandbox', topic: SAMPLE.room, estate }, at)
}

/** The groups of a script, so that a fault run files tickets from its first line. */
export async function seatScript(db: Db, file: string, at: Date): Promise<void> {
  const { lines } = parseTranscript(await readFile(file, 'utf8'), { defaultAt: at })
  await seatRooms(db, 'script', lines, at)
}

/** Every group of a transcript belongs to the estate its lines name, or to one of its own, as if staff had bound it long ago. */
export async function seatRooms(db: Db, channel: ChannelName, lines: readonly TranscriptLine[], at: Date): Promise<void> {
  const community = await ensureSample(db)
  const estateOfGroup = new Map<string, string>()
  for (const { group, estate } of lines) if (group !== null) estateOfGroup.set(group, estate ?? estateOfGroup.get(group) ?? group)
  for (const [topic, name] of estateOfGroup) await seatRoom(db, { channel, topic, estate: await meetEstate(db, community, name) }, at)

  const estateOfSender = new Map(lines.flatMap(({ group, sender, estate }) => (group === null ? [] : [[sender, estate ?? estateOfGroup.get(group)!] as const])))
  for (const { group, sender, estate } of lines) {
    if (group !== null) continue
    const name = estate ?? estateOfSender.get(sender) ?? SAMPLE.estate.name
    await seatMember(db, { channel, externalId: sender, estate: await meetEstate(db, community, name) })
  }
}
