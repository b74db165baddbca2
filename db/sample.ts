import { eq } from 'drizzle-orm'
import type { Account } from '../core/account.ts'
import type { Community, Estate } from '../core/community.ts'
import { NO_HOTLINES } from '../core/hotlines.ts'
import { writeArticle } from './articles.ts'
import type { Db } from './client.ts'
import { addBuildings, type CommunitySettings, createCommunity, createEstate, firstCommunity, listEstates } from './orgUnits.ts'
import { meetRoom, type Room } from './rooms.ts'
import { SAMPLE_ARTICLES, SAMPLE_PUBLISHED_ON } from './sampleArticles.ts'
import { members, rooms } from './schema/index.ts'

/** The invented community of the sandbox and of replays: it may speak at any hour. */
export const SAMPLE = {
  community: '和风社区',
  estate: { name: '和风苑', code: 'HF' },
  room: '和风苑业主群',
  buildings: ['1栋', '2栋', '3栋', '5栋', '6栋', '7栋', '8栋', '9栋', '10栋', '11栋', '12栋'],
  settings: {
    contact: '和风社区服务中心（和风路1号一楼）',
    hotlines: { ...NO_HOTLINES, gas: '0757-00000000', property: '0757-00000001', community: '0757-00000002' },
    duty: [{ name: '周网格', post: '网格员', phone: '0757-00000003' }],
  },
} as const

const UNKNOWN_ESTATE_CODE = 'HY'

/** Makes the sample community if the database has no community at all; returns the one it has. */
export async function ensureSample(db: Db, settings: CommunitySettings = {}): Promise<Community> {
  const existing = await firstCommunity(db)
  if (existing) return existing
  const { contact, hotlines, duty } = SAMPLE.settings
  const community = await createCommunity(db, SAMPLE.community, { contact, hotlines, duty: [...duty], ...settings })
  const estate = await createEstate(db, { communityId: community.id }, SAMPLE.estate)
  await addBuildings(db, { communityId: community.id }, estate.id, SAMPLE.buildings)
  await writeSampleArticles(db, estate)
  return community
}

async function writeSampleArticles(db: Db, { id, communityId }: Estate): Promise<void> {
  const pen = { staffId: null, at: new Date(`${SAMPLE_PUBLISHED_ON}T09:00:00+08:00`) }
  for (const { isEstates, ...article } of SAMPLE_ARTICLES) {
    const draft = { ...article, estateId: isEstates ? id : null, stationId: null, publishedOn: SAMPLE_PUBLISHED_ON, expiresOn: null }
    await writeArticle(db, { communityId }, draft, pen)
  }
}

/** The estate of this name; one that nobody has heard of is made, under a code of its own kind. */
export async function meetEstate(db: Db, community: Community, name: string): Promise<Estate> {
  const known = (await listEstates(db, { communityId: community.id })).find((estate) => estate.name === name)
  return known ?? createEstate(db, { communityId: community.id }, { name, code: UNKNOWN_ESTATE_CODE })
}

/** A played room that is already bound, informed and spoken in, as if staff had done so long ago. */
export async function seatRoom(
  db: Db,
  { topic, estate, ...account }: Account & { topic: string; estate: Estate },
  at: Date,
): Promise<Room> {
  const { id } = await meetRoom(db, account, { id: topic, topic })
  const { id: estateId, communityId } = estate
  const [seated] = await db
    .update(rooms)
    .set({ estateId, communityId, voice: 'speaking', noticeSentAt: at })
    .where(eq(rooms.id, id))
    .returning()
  return seated!
}

/** Somebody who writes to the bot in private and whose estate is known. */
export async function seatMember(db: Db, { estate, ...member }: Account & { externalId: string; estate: Estate }): Promise<void> {
  const { id: estateId, communityId } = estate
  const row = {
    ...member,
    nickname: member.externalId,
    role: 'resident' as const,
    isFriend: true,
    communityId,
    estateId,
  }
  await db.insert(members).values(row).onConflictDoNothing()
}
