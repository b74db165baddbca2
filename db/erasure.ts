import { eq, type SQL, sql } from 'drizzle-orm'
import { shownName } from '../core/name.ts'
import type { Scope } from '../core/org.ts'
import { FORGOTTEN, NOBODY } from '../core/privacy/anonymous.ts'
import { BESIDE, forgetMessages, forgetSaid, forgetTickets, forgettableTickets, rewriteHistory } from './anonymise.ts'
import type { Db } from './client.ts'
import { recordOfResident } from './deeds.ts'
import type { Member } from './members.ts'
import { isOneOf, rowsOf } from './rows.ts'
import { members } from './schema/index.ts'

/** Somebody's own: the names they are known by, the longest first, their messages, rooms, photos and tickets. */
type Own = { id: number; names: string[]; messages: number[]; rooms: number[]; photos: string[]; tickets: number[] }

/** A name of one character is a word of everybody's. */
const SHORTEST_NAME = 2

/**
 * Makes a member nobody: their names, words and photos go, what they reported stays and is counted. They go on as another member, whose id is returned, so
 * that the account can still be written to. Somebody who is nobody already stays so.
 */
export async function eraseMember(tx: Db, { communityId }: Scope, memberId: number, at: Date): Promise<number> {
  const [member] = await tx.select().from(members).where(eq(members.id, memberId)).for('update')
  if (!member) throw new Error(`Nobody is member ${memberId}`)
  if (member.erasedAt) return memberId
  const own = await gather(tx, member)
  const successorId = await goOnAsAnother(tx, member, at)
  await eraseFromTalk(tx, own, at)
  await eraseFromTickets(tx, own)
  await forgetTickets(tx, sql`${forgettableTickets(sql`false`)} and ${isOneOf(sql`tickets.id`, own.tickets)}`)
  await recordOfResident(tx, { communityId }, { action: 'eraseResident', subject: NOBODY, after: `${own.tickets.length}件事项` }, at)
  return successorId
}

async function gather(tx: Db, { id, nickname }: Member): Promise<Own> {
  const [row] = rowsOf(
    await tx.execute(sql`select
      (select coalesce(json_agg(id), '[]') from messages where member_id = ${id}) as messages,
      (select coalesce(json_agg(distinct room_id), '[]') from messages where member_id = ${id} and room_id is not null) as rooms,
      (select coalesce(json_agg(distinct media_hash), '[]') from messages where member_id = ${id} and media_hash is not null) as photos,
      (select coalesce(json_agg(distinct ticket_id), '[]') from reports where member_id = ${id}) as tickets,
      (select coalesce(json_agg(distinct alias), '[]') from (select alias from messages where member_id = ${id}
        union select alias from reports where member_id = ${id} union select name from departures where member_id = ${id}) known) as names`),
  ) as unknown as [Omit<Own, 'id'>]
  const all = [nickname, ...row.names].flatMap((name) => [name, shownName(name)])
  const names = [...new Set(all)].filter((name) => [...name].length >= SHORTEST_NAME && name !== shownName(''))
  return { ...row, id, names: names.toSorted((one, other) => other.length - one.length) }
}

/** The network's id, without which nobody could be answered, and the offices that a community has given them go over. */
async function goOnAsAnother(tx: Db, member: Member, at: Date): Promise<number> {
  const { id, externalId, session } = member
  await tx
    .update(members)
    .set({ externalId: `erased ${id}`, session: null, nickname: NOBODY, isFriend: false, estateId: null, eraseAskedAt: null, erasedAt: at })
    .where(eq(members.id, id))
  const { id: _, ...facts } = member
  const [successor] = await tx
    .insert(members)
    .values({ ...facts, externalId, session, nickname: NOBODY, eraseAskedAt: null })
    .returning()
  for (const table of ['appointments', 'duty_slots', 'ticket_links', 'pages']) {
    await tx.execute(sql`update ${sql.identifier(table)} set member_id = ${successor!.id} where member_id = ${id}`)
  }
  await tx.execute(sql`
    update communities set duty = (
      select jsonb_agg(case when person -> 'memberId' = to_jsonb(${id}::int) then person || jsonb_build_object('memberId', ${successor!.id}::int) else person end order by place)
      from jsonb_array_elements(duty) with ordinality as listed(person, place))
    where duty @> ${JSON.stringify([{ memberId: id }])}::jsonb`)
  return successor!.id
}

/** What they said, what others quoted of it, and where they are called by name. */
async function eraseFromTalk(tx: Db, own: Own, at: Date): Promise<void> {
  const isTheirs = isOneOf(sql`id`, own.messages)
  const isThere = sql`${isOneOf(sql`room_id`, own.rooms)} and member_id <> ${own.id}`
  await tx.execute(sql`
    update messages set quote = null where quote is not null and ${isThere} and (quote ->> 'sender' in ${listOf(own.names)}
      or exists (select from messages said where ${isOneOf(sql`said.id`, own.messages)} and said.room_id = messages.room_id
        and (said.external_id = messages.quote ->> 'id' or (said.text <> '' and said.text = messages.quote ->> 'text'))))`)
  await tx.execute(sql`
    update messages set text = case when kind in ('system', 'join', 'leave') then '' else ${replaced(sql`text`, own.names, '@')} end
    where ${isThere} and (${anyOf(own.names.map((name) => sql`position(${name} in text) > 0`))})`)
  await tx.execute(
    sql`update messages set outcome = 'silent', reason = 'erased', settled_at = ${at.toISOString()} where ${isTheirs} and (outcome is null or outcome = 'waiting')`,
  )
  await forgetMessages(tx, isTheirs)
  await forgetSaid(
    tx,
    sql`member_id = ${own.id} or (ticket_id is null and exists (select from unnest(about) answered where ${isOneOf(sql`answered`, own.messages)}))`,
  )
  await tx.execute(sql`delete from departures where member_id = ${own.id}`)
  await tx.execute(sql`
    delete from media where hash in ${listOf(own.photos)} and not exists (select from messages where media_hash = hash)
      and not exists (select from evidence where media_hash = hash)`)
  await tx.execute(sql`
    update saved_filters set query = ${replacedIn('query', own.names)} where exists (select from messages
      where messages.community_id = saved_filters.community_id and ${isOneOf(sql`messages.id`, own.messages)})`)
}

/** Their reports become nobody's, and where others wrote of them they have no name. */
async function eraseFromTickets(tx: Db, own: Own): Promise<void> {
  const isTheirs = isOneOf(sql`ticket_id`, own.tickets)
  const nobody = `${NOBODY}${own.id}`
  await tx.execute(
    sql`update reports set alias = ${nobody}, member_id = null, words = case when words is null then null else ${FORGOTTEN} end where member_id = ${own.id}`,
  )
  await tx.execute(sql`update ratings set call_note = ${FORGOTTEN} where member_id = ${own.id} and call_note is not null`)
  await rewriteHistory(
    tx,
    sql`update events set actor_name = ${NOBODY}, note = case when action = 'rate' then note when note is null then null else ${FORGOTTEN} end
      where ${isTheirs} and actor = 'resident' and actor_id = ${own.id}`,
  )
  await rewriteHistory(
    tx,
    sql`update events set note = ${replaced(sql`note`, own.names)}, changes = ${replacedIn('changes', own.names)} where ${isTheirs}`,
  )
  await tx.execute(sql`
    update tickets set summary = ${replaced(sql`summary`, own.names)}, first_summary = ${replaced(sql`first_summary`, own.names)},
      intake_ref = ${replaced(sql`intake_ref`, own.names)},
      plan = ${replacedIn('plan', own.names)}, place = ${replacedIn('place', own.names)}, version = version + 1
    where ${isOneOf(sql`id`, own.tickets)}`)
  await tx.execute(sql`
    update outbox set text = ${replaced(sql`text`, own.names)}, mention = case when mention in ${listOf(own.names)} then ${MENTION_OF_NOBODY} else mention end
    where ${isTheirs} or id in (select combined_into_id from outbox where ${isTheirs})`)
  for (const [table, column] of BESIDE) {
    const named = sql.identifier(column)
    await tx.execute(sql`update ${sql.identifier(table)} set ${named} = ${replaced(sql`${named}`, own.names)} where ${isTheirs}`)
  }
  await tx.execute(sql`
    update ticket_search set words = (
      select concat_ws(E'\n', number, summary, first_summary) || coalesce((
        select string_agg(concat_ws(E'\n', '', reports.alias, coalesce(messages.text, reports.words, '')), '' order by reports.id)
        from reports left join messages on messages.id = reports.message_id where reports.ticket_id = tickets.id), '')
      from tickets where tickets.id = ticket_search.ticket_id)
    where ${isTheirs}`)
}

/** Nobody is called who is not there any more. */
const MENTION_OF_NOBODY = sql`case when status = 'waiting' then null else ${NOBODY} end`

function replaced(text: SQL, names: readonly string[], before = ''): SQL {
  return names.reduce((words, name) => sql`replace(${words}, ${before + name}, ${before + NOBODY})`, text)
}

/** In a JSON column names stand as JSON writes them. */
function replacedIn(column: string, names: readonly string[]): SQL {
  const written = names.map((name) => JSON.stringify(name).slice(1, -1))
  return sql`${replaced(sql`${sql.identifier(column)}::text`, written)}::jsonb`
}

function listOf(texts: readonly string[]): SQL {
  return sql`(select value from jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`
}

function anyOf(conditions: readonly SQL[]): SQL {
  return conditions.length === 0 ? sql`false` : sql.join([...conditions], sql` or `)
}
