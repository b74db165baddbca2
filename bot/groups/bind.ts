import type { Account } from '../../core/account.ts'
import { type Community, type Estate, maySpeak } from '../../core/community.ts'
import { Refusal } from '../../core/errors.ts'
import type { Db } from '../../db/client.ts'
import { changeCommunity, createCommunity, createEstate, findCommunity, findEstateByName, firstCommunity } from '../../db/orgUnits.ts'
import { bindRoom, expectRoom, listRoomsByTopic, type Room } from '../../db/rooms.ts'
import { changeSettings } from '../../db/settings.ts'
import { Misuse } from '../../process.ts'

export type Binding = { topic: string; estate: string; gas: string | null; speak: boolean }
type Home = { community: Community; estate: Estate }

const UNKNOWN_ESTATE_CODE = 'HY'
const PHONE = /^[\d-]{3,20}$/

/**
 * Gives a group to an estate from the shell: estate and community are made when nobody has heard of them, the privacy notice is owed, and with `speak` the
 * bot answers from the notice on. A group that no login has shown yet is expected under its topic. Returns what was done, in one line.
 * @throws Misuse when several groups bear the topic, when another community or another account has it, or when the bot is to speak without a gas number.
 */
export function bindGroup(db: Db, account: Account, binding: Binding, at: Date): Promise<string> {
  return db.transaction(async (tx) => {
    refuseGas(binding.gas)
    const known = await findGroup(tx, account, binding.topic)
    const { community, estate } = await meetHome(tx, binding, at)
    refuseWhatCannotBe(binding, community, known)
    const { id } = known ?? (await expectRoom(tx, account, binding.topic))
    const voice = binding.speak ? 'speaking' : 'recordOnly'
    await bindOnce(tx, { community, estate, roomId: id, at, voice })
    const done = `${binding.topic} → ${community.name} ${estate.name}, ${binding.speak ? 'speaking' : 'record only'}.`
    return known ? done : `${done} No login has shown this group yet: it is taken in as soon as somebody speaks there.`
  })
}

/** The domain's refusal in words for the shell. */
async function bindOnce(tx: Db, binding: Parameters<typeof bindRoom>[1]): Promise<void> {
  try {
    await changeSettings(tx, byCommand(binding.community.id), { action: 'setRooms', at: binding.at }, () => bindRoom(tx, binding))
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'other-account') throw error
    throw new Misuse(
      `The account ${error.facts['account']} serves a group of this name already. If it is another group, rename one in WeChat first.`,
    )
  }
}

/** Whoever may run a command of the machine has no account; the log tells that it was one. */
function byCommand(communityId: number) {
  return { communityId, id: null, name: '服务器命令' }
}

function refuseGas(gas: string | null): void {
  if (gas !== null && !PHONE.test(gas)) throw new Misuse(`--gas ${gas}: a phone number has digits and hyphens only.`)
}

async function findGroup(tx: Db, account: Account, topic: string): Promise<Room | null> {
  const [room, ...others] = await listRoomsByTopic(tx, account, topic)
  if (others.length === 0) return room ?? null
  throw new Misuse(`${others.length + 1} groups are called ${topic}. Rename one in WeChat, or bind them in the console.`)
}

/** The estate of this name and its community. What is missing is made: the estate in the first community, that one under the estate's name. */
async function meetHome(tx: Db, { estate: name, gas }: Binding, at: Date): Promise<Home> {
  const known = await findEstateByName(tx, name)
  const first = known ? await findCommunity(tx, known) : ((await firstCommunity(tx)) ?? (await createCommunity(tx, `${name}社区`)))
  const scope = byCommand(first.id)
  const setGas = () => changeCommunity(tx, scope, { hotlines: { ...first.hotlines, gas } })
  const community = gas === null ? first : await changeSettings(tx, scope, { action: 'setHotlines', at }, setGas)
  const make = () => createEstate(tx, scope, { name, code: UNKNOWN_ESTATE_CODE })
  return { community, estate: known ?? (await changeSettings(tx, scope, { action: 'setEstates', at }, make)) }
}

function refuseWhatCannotBe({ topic, speak }: Binding, community: Community, room: Room | null): void {
  if (speak && !maySpeak(community)) throw new Misuse(`${community.name} has no gas hotline: add --gas NUMBER, or leave out --speak.`)
  if (room && room.communityId !== null && room.communityId !== community.id)
    throw new Misuse(`${topic} belongs to another community. Unbind it in the console first.`)
}
