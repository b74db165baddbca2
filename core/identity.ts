/** Names as they stand in a group: everybody can change both, and nobody's are theirs alone. */
export type Names = { nickname: string; alias: string }

/** A group that an earlier login knew, and by which names people have spoken in it. */
export type KnownRoom = { id: number; topic: string; speakers: readonly string[] }

/** A group under an id nobody knows: `present` are the names of those in it, empty where the network does not say. */
export type SeenRoom = { topic: string; present: readonly string[] }

const FEW_SPEAKERS = 3
const STILL_THERE = 0.5

/**
 * Which group it is, when a login has given every group another id: the one of exactly this topic, and among several the one whose speakers are still
 * there. Null when there are two such groups or none: a stranger's group must not hear what is meant for another, so a person decides.
 */
export function recogniseRoom<Room extends KnownRoom>(seen: SeenRoom, known: readonly Room[]): Room | null {
  const namesakes = seen.topic === '' ? [] : known.filter(({ topic }) => topic === seen.topic)
  const [room, ...others] = namesakes.filter((one) => mayBe(one, seen))
  return room && others.length === 0 ? room : null
}

/** Too few have spoken, or nobody tells who is there: then the topic alone speaks for it. */
function mayBe({ speakers }: KnownRoom, { present }: SeenRoom): boolean {
  if (speakers.length < FEW_SPEAKERS || present.length === 0) return true
  const names = new Set(present)
  return speakers.filter((name) => names.has(name)).length >= STILL_THERE * speakers.length
}

/**
 * Which of the people who have spoken in a room a name stands for after a login: the only one of both names. Null when nobody or several bear them, or
 * when two people in the room do now: then it is somebody new.
 */
export function recogniseMember<Member extends Names>(seen: Names & { hasNamesake: boolean }, known: readonly Member[]): Member | null {
  const [member, ...others] = known.filter(({ nickname, alias }) => nickname === seen.nickname && alias === seen.alias)
  return member && others.length === 0 && !seen.hasNamesake ? member : null
}

const CODE = /回音#(?<id>[1-9]\d{0,8})$/

/** What a friend's remark name ends with, so that they are the same person at every login: only the account's owner sees it. */
export function remarkFor(memberId: number, nickname: string): string {
  return `${nickname.replace(CODE, '').slice(0, LONGEST_NAME).trim()} 回音#${memberId}`
}

/** WeChat takes sixteen characters. */
const LONGEST_NAME = 6

/** The member whom a remark name speaks of; null: it carries no code. */
export function memberInRemark(remark: string): number | null {
  const id = CODE.exec(remark)?.groups?.['id']
  return id ? Number(id) : null
}
