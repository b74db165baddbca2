import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../client.ts'

/** A table as the database describes it; generated columns are left out. `key` is what its rows are ordered by. */
export type Table = { name: string; columns: { name: string; type: string }[]; key: string[] }

/** One shape for both drivers. */
export async function ask<Row extends Record<string, string | null>>(db: Db, query: SQL): Promise<Row[]> {
  const result = (await db.execute(query)) as Row[] | { rows: Row[] }
  return Array.isArray(result) ? [...result] : result.rows
}

/** What extensions bring is not ours. */
const isOurs = (oid: SQL) => sql`not exists (select 1 from pg_depend where objid = ${oid} and deptype = 'e')`

/** The tables of the product by name, whatever version made them. */
export async function listTables(db: Db): Promise<Table[]> {
  const rows = await ask<{ name: string; columns: string; key: string | null }>(
    db,
    sql`select relname as name,
      (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum)
        from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = '')::text as columns,
      (select json_agg(attname order by array_position(indkey::int2[], attnum))
        from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
        where indrelid = pg_class.oid and indisprimary)::text as key
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and ${isOurs(sql`pg_class.oid`)}
    order by relname collate "C"`,
  )
  return rows.map(({ name, columns, key }) => ({ name, columns: JSON.parse(columns), key: key ? JSON.parse(key) : [] }))
}

export async function countRows(db: Db, table: string): Promise<number> {
  const [row] = await ask<{ rows: string }>(db, sql`select count(*)::text as rows from ${sql.identifier(table)}`)
  return Number(row!.rows)
}

export async function hasRows(db: Db, table: string): Promise<boolean> {
  return (await ask(db, sql`select '1' as one from ${sql.identifier(table)} limit 1`)).length > 0
}

export function listSequences(db: Db): Promise<{ name: string }[]> {
  return ask(
    db,
    sql`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' and ${isOurs(sql`pg_class.oid`)}
      order by relname collate "C"`,
  )
}

/** A foreign key, and the words that make it again. */
export function listForeignKeys(db: Db): Promise<{ table: string; name: string; definition: string }[]> {
  return ask(
    db,
    sql`select relname as table, conname as name, pg_get_constraintdef(pg_constraint.oid) as definition
      from pg_constraint join pg_class on pg_class.oid = conrelid
      where contype = 'f' and connamespace = 'public'::regnamespace order by relname, conname`,
  )
}

/** Removes every table and function of the product, with the memory of its migrations. */
export async function dropEverything(db: Db): Promise<void> {
  await db.execute(sql`
    do $$ declare names text; begin
      select string_agg(oid::regclass::text, ', ') into names from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'r' and not exists (select 1 from pg_depend where objid = pg_class.oid and deptype = 'e');
      if names is not null then execute 'drop table ' || names || ' cascade'; end if;
      select string_agg(oid::regprocedure::text, ', ') into names from pg_proc
        where pronamespace = 'public'::regnamespace and prokind = 'f' and not exists (select 1 from pg_depend where objid = pg_proc.oid and deptype = 'e');
      if names is not null then execute 'drop function ' || names || ' cascade'; end if;
    end $$`)
  await db.execute(sql`drop schema if exists drizzle cascade`)
}
