import { readFile } from 'node:fs/promises'
import { type Account, mainAccount } from '../core/account.ts'
import { maySpeak } from '../core/community.ts'
import { DEFAULT_BUDGET } from '../core/speech/budget.ts'
import type { Db } from '../db/client.ts'
import { type CommunitySettings, listEstates } from '../db/orgUnits.ts'
import { meetRoom, setVoice } from '../db/rooms.ts'
import { ensureSample, meetEstate, SAMPLE, seatMember, seatRoom } from '../db/sample.ts'
import { parseTranscript, type TranscriptLine } from './replay/transcript.ts'

/** Somebody who tries it out does not wait as long as a group's neighbours do. */
const SANDBOX_PATIENCE = { textSeconds: 2, photoSeconds: 20 }
/** Played people speak at any hour and as often as they like: nobody is woken. */
const AT_ANY_HOUR: CommunitySettings = {
  quietHours: { night: null, noon: null },
  budget: { ...DEFAULT_BUDGET, perHour: 1000, perDay: 10_000 },
}

/** The sandbox's group, where the bot already speaks. What staff have made of it and of its estate since is left as it is. */
export async function seatSandbox(db: Db, at: Date): Promise<void> {
  const { communityId } = await meetRoom(db, mainAccount('sandbox'), { id: SAMPLE.room, topic: SAMPLE.room })
  if (communityId !== null) return
  const community = await ensureSample(db, { ...AT_ANY_HOUR, patience: SANDBOX_PATIENCE })
  const [first] = await listEstates(db, { communityId: community.id })
  const estate = first ?? (await meetEstate(db, community, SAMPLE.estate.name))
  const { id } = await seatRoom(db, { ...mainAccount('sandbox'), topic: SAMPLE.room, estate }, at)
  if (!maySpeak(community)) await setVoice(db, community, id, 'recordOnly')
}

/** The groups of a script, so that a fault run files tickets from its first line; its chat is older than the clock it is played on. */
export async function seatScript(db: Db, account: Account, file: string, at: Date): Promise<void> {
  const { lines } = parseTranscript(await readFile(file, 'utf8'), { defaultAt: at })
  await ensureSample(db, AT_ANY_HOUR)
  await seatRooms(db, account, lines, at)
}

/** Every group of a transcript belongs to the estate its lines name, or to one of its own, as if staff had bound it long ago. */
export async function seatRooms(db: Db, account: Account, lines: readonly TranscriptLine[], at: Date): Promise<void> {
  const community = await ensureSample(db)
  const estateOfGroup = new Map<string, string>()
  for (const { group, estate } of lines) if (group !== null) estateOfGroup.set(group, estate ?? estateOfGroup.get(group) ?? group)
  for (const [topic, name] of estateOfGroup) await seatRoom(db, { ...account, topic, estate: await meetEstate(db, community, name) }, at)

  const estateOfSender = new Map(
    lines.flatMap(({ group, sender, estate }) => (group === null ? [] : [[sender, estate ?? estateOfGroup.get(group)!] as const])),
  )
  for (const { group, sender, estate } of lines) {
    if (group !== null) continue
    const name = estate ?? estateOfSender.get(sender) ?? SAMPLE.estate.name
    await seatMember(db, { ...account, externalId: sender, estate: await meetEstate(db, community, name) })
  }
}
