import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Context } from 'hono'

/**
 * A table that Excel opens as it is, sent while it is still being read. What residents wrote stays words: a cell that a spreadsheet would take for a formula
 * begins with an apostrophe.
 */
export function sendCsv(
  c: Context,
  name: string,
  {
    columns,
    rows,
  }: { columns: readonly string[]; rows: AsyncIterable<readonly (string | number)[]> | Iterable<readonly (string | number)[]> },
): Response {
  const table = stringify({
    bom: true,
    header: true,
    columns: [...columns],
    quoted_string: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  })
  // Whoever reads sees a failure: the answer breaks off, and no shorter table passes for the whole.
  pipeline(Readable.from(cleaned(rows)), table, () => {})
  return c.body(Readable.toWeb(table) as ReadableStream, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="export.csv"; filename*=UTF-8''${encodeURIComponent(name)}.csv`,
    'Cache-Control': 'no-store',
  })
}

async function* cleaned(rows: Parameters<typeof sendCsv>[2]['rows']) {
  for await (const row of rows) yield row.map((cell) => (typeof cell === 'string' ? onOneLine(cell) : cell))
}

/** What stands before the first visible letter would hide from the library what the letter is. */
function onOneLine(words: string): string {
  return words.replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, ' ').trim()
}
