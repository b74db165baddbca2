import * as z from 'zod'
import { parseCopiedChat } from '../../core/chatCopy/chat.ts'
import { type IncomingMessage, MEMBER_ROLES, MESSAGE_KINDS } from '../../core/message.ts'

const Words = z.string().trim().min(1)
const Id = z.union([Words, z.number().transform(String)])
const Nullish = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null)

const Quote = z.object({ sender: z.string(), text: z.string(), id: Nullish(Id) })

/** One line of the replay format. `group` null: private chat with the bot. */
const TranscriptLine = z
  .object({
    id: Id,
    at: z.iso.datetime({ offset: true }).transform((at) => new Date(at)),
    group: Nullish(Words),
    estate: Nullish(Words),
    sender: Words,
    alias: Nullish(Words),
    role: z.enum(MEMBER_ROLES).nullish(),
    text: Nullish(z.string()),
    kind: z.enum(MESSAGE_KINDS).nullish(),
    quote: Nullish(Quote),
    mentionsBot: z.boolean().nullish(),
    recalls: Nullish(Id),
  })
  .transform((line) => ({
    ...line,
    role: line.role ?? ('resident' as const),
    text: line.text ?? '',
    kind: line.kind ?? ('text' as const),
    mentionsBot: line.mentionsBot ?? false,
  }))

export type TranscriptLine = z.infer<typeof TranscriptLine>
type TranscriptProblem = { line: number; reason: string }
export type Transcript = { lines: TranscriptLine[]; problems: TranscriptProblem[] }

/** Reads a chat in the replay format or as it was copied out of WeChat. `defaultAt` gives a copied chat the day its lines leave out. */
export function parseTranscript(text: string, { defaultAt }: { defaultAt: Date }): Transcript {
  const rows = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  return isJsonLines(rows) ? parseJsonLines(rows) : parseCopiedChat(rows, defaultAt)
}

export function toIncoming(line: TranscriptLine): IncomingMessage {
  return {
    id: line.id,
    room: line.group === null ? null : { id: line.group, topic: line.group },
    sender: { id: line.sender, nickname: line.sender, alias: line.alias, role: line.role, isFriend: line.group === null },
    kind: line.kind,
    text: line.text,
    quote: line.quote,
    mentionsBot: line.mentionsBot,
    recalls: line.recalls,
    fromBot: false,
    sentAt: line.at,
    media: null,
  }
}

function isJsonLines(rows: string[]): boolean {
  const written = rows.filter((row) => row.trim() !== '')
  const braced = written.filter((row) => row.trimStart().startsWith('{'))
  return written[0] === braced[0] || braced.length * 2 >= written.length
}

function parseJsonLines(rows: string[]): Transcript {
  const transcript: Transcript = { lines: [], problems: [] }
  for (const [index, row] of rows.entries()) {
    if (row.trim() === '') continue
    const line = parseJsonLine(row)
    if (typeof line === 'string') transcript.problems.push({ line: index + 1, reason: line })
    else transcript.lines.push(line)
  }
  return transcript
}

/** The line, or why it cannot be used. */
function parseJsonLine(row: string): TranscriptLine | string {
  const json = parseJson(row)
  if (json === undefined) return '不是完整的 JSON'
  const parsed = TranscriptLine.safeParse(json)
  if (parsed.success) return parsed.data
  const fields = new Set(parsed.error.issues.map((issue) => issue.path.join('.') || '整行'))
  return `不正确的字段：${[...fields].join('、')}`
}

function parseJson(row: string): unknown {
  try {
    return JSON.parse(row)
  } catch {
    return undefined
  }
}
