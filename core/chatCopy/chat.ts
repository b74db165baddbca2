import type { MessageKind, Quote } from '../message.ts'
import { captionIn } from '../photo.ts'
import { splitQuote } from '../quote.ts'
import { type Groups, isDivider, STAMP, startClock } from './time.ts'

/** A message of a copied chat; nobody knows more of its sender than a name. */
export type CopiedLine = {
  id: string
  at: Date
  group: string
  estate: null
  sender: string
  alias: string
  role: 'resident'
  kind: MessageKind
  text: string
  quote: Quote | null
  mentionsBot: boolean
  recalls: null
}

/** `problems` are rows that could not be read. */
export type CopiedChat = { lines: CopiedLine[]; problems: { line: number; reason: string }[] }

const UNTITLED = '微信群'
const NAME = String.raw`(?<sender>[^\s：:，。？！](?:[^：:，。？！]{0,38}?[^\s：:，。？！])??)`

/** How a message begins, the surest shapes first. */
const SHAPES = [
  new RegExp(String.raw`^${NAME}\s+[(（[]?${STAMP}[)）\]]?[:：]?\s*$`),
  new RegExp(String.raw`^[(（[]?${STAMP}[)）\]]?\s+${NAME}[:：]?\s*$`),
  new RegExp(String.raw`^[(（[]?${STAMP}[)）\]]?\s+${NAME}[:：]\s*(?<words>\S.*)$`),
  new RegExp(String.raw`^${NAME}[:：]\s*$`),
  new RegExp(String.raw`^${NAME}[:：]\s*(?<words>\S.*)$`),
]
const TIMED_SHAPES = 3

/** What stands before a colon in a report and is nobody's name. */
const FIELDS =
  /^(?:报修|地址|位置|地点|时间|日期|问题|情况|内容|电话|联系人|联系电话|姓名|房号|楼栋|备注|通知|公告|提醒|注意|诉求|反映|建议|投诉|回复|答|问)$/

const TITLE = /^(?:微信)?群聊\s?[“"「](?<title>.+?)[”"」]\s?的聊天记录/

const SYSTEM_LINES = [
  /^.{1,40}撤回了一条消息$/,
  /^["“].+["”]\s?(?:邀请.+|通过.+)?加入了?群聊$/,
  /^.{1,40}邀请["“].+["”]加入了?群聊$/,
  /^["“].{1,40}["”]\s?拍了拍.{1,40}$/,
  /^.{1,40}修改群名为["“].+["”]$/,
  /^.{1,40}移出了?群聊$/,
  /^以下为新消息$/,
]

const LABELS: readonly { label: RegExp; kind: MessageKind }[] = [
  { label: /^\[(?:图片|照片|Image|Photo)[^\]]*\]/, kind: 'image' },
  { label: /^\[(?:语音|Voice)[^\]]*\](?:\s*\d+\s*["″秒])?/, kind: 'voice' },
]
const UNREADABLE_LABEL =
  /^\[(?:动画表情|视频|文件|链接|位置|小程序|红包|微信红包|转账|名片|聊天记录|Sticker|Video|File|Link|Location)[^\]]*\].{0,60}$/

type Header = { sender: string; stamp: Groups; words: string }
type Open = { line: number; sender: string; at: Date; words: string[] }

/** Reads a chat copied out of WeChat: names, times and words; a message goes on until the next one begins. */
export function parseCopiedChat(copied: string[], defaultAt: Date): CopiedChat {
  const rows = joinNamesAndTimes(copied)
  const headerAt = headerReader(rows)
  const clock = startClock(defaultAt)
  const transcript: CopiedChat = { lines: [], problems: [] }
  const chat: { group: string; open: Open | null; isSkipping: boolean } = { group: UNTITLED, open: null, isSkipping: false }

  for (const [index, row] of rows.entries()) readRow(row, index)
  close()
  return transcript

  function readRow(row: string, index: number) {
    const line = index + 1
    const text = row.trim()
    const title = TITLE.exec(text)?.groups?.['title']
    const header = headerAt(index)
    if (title && transcript.lines.length === 0) chat.group = title
    else if (clock.readDivider(text)) close()
    else if (SYSTEM_LINES.some((form) => form.test(text))) addSystemLine(text, line)
    else if (header) begin(header, line)
    else if (chat.open) chat.open.words.push(row)
    else if (text !== '' && !chat.isSkipping) transcript.problems.push({ line, reason: '不知道是谁说的' })
  }

  function begin({ sender, stamp, words }: Header, line: number) {
    close()
    const at = stamp['hour'] ? clock.read(stamp) : clock.next()
    chat.isSkipping = at === null
    if (at) chat.open = { line, sender, at, words: words ? [words] : [] }
    else transcript.problems.push({ line, reason: '没有这个时间' })
  }

  function addSystemLine(text: string, line: number) {
    close()
    transcript.lines.push(messageOf({ line, sender: chat.group, at: clock.last(), words: [text] }, chat.group, 'system'))
  }

  function close() {
    if (chat.open?.words.some((row) => row.trim() !== '')) transcript.lines.push(messageOf(chat.open, chat.group))
    else if (chat.open) transcript.problems.push({ line: chat.open.line, reason: '没有内容' })
    chat.open = null
    chat.isSkipping = false
  }
}

/** Some programs put the time in a row of its own below the name. */
function joinNamesAndTimes(rows: string[]): string[] {
  const isName = (index: number) => rows[index]!.trim() !== '' && isDivider((rows[index + 1] ?? '').trim())
  const first = rows.findIndex(isOpening)
  if (first === -1 || SHAPES.some((shape) => shape.test(rows[first]!.trim())) || !isName(first)) return rows
  return rows.map((row, index) => (isName(index) ? `${row} ${rows[index + 1]}` : index > 0 && isName(index - 1) ? '' : row))
}

/** Tells which rows begin a message: those of the shape the chat opens with, because it was copied by one program. */
function headerReader(rows: string[]): (index: number) => Header | null {
  const opening = rows.find(isOpening)?.trim() ?? ''
  const shape = SHAPES.find((candidate) => candidate.test(opening)) ?? mostMatched(rows)
  if (!shape) return () => null

  const headers = rows.map((row) => readHeader(row, shape))
  const isBegun = SHAPES.indexOf(shape) < TIMED_SHAPES ? sameStyle(headers) : likelyNames(rows, headers)
  return (index) => (isBegun(index) ? headers[index]! : null)
}

function isOpening(row: string): boolean {
  const text = row.trim()
  return text !== '' && !TITLE.test(text) && !isDivider(text) && !SYSTEM_LINES.some((form) => form.test(text))
}

/** For a chat that opens with other words: the shape of most rows, one with times if any row has it. */
function mostMatched(rows: string[]): RegExp | undefined {
  const counts = SHAPES.map((shape) => rows.filter((row) => shape.test(row.trim())).length)
  const timed = Math.max(...counts.slice(0, TIMED_SHAPES))
  return timed > 0 ? SHAPES[counts.indexOf(timed)] : SHAPES.find((_, index) => counts[index]! > 0)
}

function readHeader(row: string, shape: RegExp): Header | null {
  const groups: Groups | undefined = shape.exec(row.trim())?.groups
  return groups ? { sender: groups['sender']!, stamp: groups, words: groups['words'] ?? '' } : null
}

/** Where times carry the year, a line that ends in a shorter time is somebody's words, unless that name is known to speak. */
function sameStyle(headers: (Header | null)[]): (index: number) => boolean {
  const styles = headers.map((header) => (header ? styleOf(header.stamp) : null))
  const main = mostCommon(styles.filter((style) => style !== null))
  const speakers = new Set(headers.filter((header, index) => header && styles[index] === main).map((header) => header!.sender))
  return (index) => {
    const header = headers[index]
    if (!header) return false
    return styles[index] === main || main === '' || speakers.has(header.sender)
  }
}

function styleOf(stamp: Groups): string {
  return stamp['year'] ? `${stamp['separator']}${stamp['second'] ? 's' : ''}` : ''
}

/** Without times, 报修： inside a message looks like a name; names stand after a blank row if any name but the first does. */
function likelyNames(rows: string[], headers: (Header | null)[]): (index: number) => boolean {
  const isAfterBlank = (index: number) => index === 0 || rows[index - 1]!.trim() === ''
  const first = headers.findIndex((header) => header !== null)
  const isSpaced = headers.some((header, index) => header && index > first && isAfterBlank(index))
  return (index) => {
    const header = headers[index]
    return header != null && !FIELDS.test(header.sender) && (!isSpaced || index === first || isAfterBlank(index))
  }
}

function mostCommon(words: string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0]
}

function messageOf({ line, sender, at, words }: Open, group: string, kind?: MessageKind): CopiedLine {
  const text = words.join('\n').trim()
  const plain = {
    id: `line-${line}`,
    at,
    group,
    estate: null,
    sender,
    alias: sender,
    role: 'resident' as const,
    mentionsBot: false,
    recalls: null,
  }
  return { ...plain, ...(kind ? { kind, text, quote: null } : contentOf(text)) }
}

function contentOf(text: string): Pick<CopiedLine, 'kind' | 'text' | 'quote'> {
  const quoted = splitQuote(text)
  if (quoted) return { kind: 'quote', ...quoted }
  if (captionIn(text)) return { kind: 'image', text, quote: null }
  const labelled = LABELS.find(({ label }) => label.test(text))
  if (labelled) return { kind: labelled.kind, text: text.replace(labelled.label, '').trim(), quote: null }
  return { kind: UNREADABLE_LABEL.test(text) ? 'system' : 'text', text, quote: null }
}
