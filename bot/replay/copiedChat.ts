import type { MessageKind } from '../../core/message.ts'
import { splitQuote } from '../channels/wechatText.ts'
import { type Groups, STAMP, startClock } from './copiedTime.ts'
import type { Transcript, TranscriptLine } from './transcript.ts'

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
export function parseCopiedChat(rows: string[], defaultAt: Date): Transcript {
  const headerAt = headerReader(rows)
  const clock = startClock(defaultAt)
  const transcript: Transcript = { lines: [], problems: [] }
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

/** Tells which rows begin a message: those of the shape most rows have, because a chat is copied by one program. */
function headerReader(rows: string[]): (index: number) => Header | null {
  const counts = SHAPES.map((shape) => rows.filter((row) => shape.test(row.trim())).length)
  const timed = counts.slice(0, TIMED_SHAPES)
  const surest = Math.max(...timed) > 0 ? timed.indexOf(Math.max(...timed)) : counts.findIndex((count) => count > 0)
  const shape = SHAPES[surest]
  if (!shape) return () => null

  const headers = rows.map((row) => readHeader(row, shape))
  const isBegun = surest < TIMED_SHAPES ? sameStyle(headers) : afterBlank(rows, headers)
  return (index) => (isBegun(index) ? headers[index]! : null)
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

/** Without times, names stand after a blank row if any name but the first does: 报修： inside a message is no name. */
function afterBlank(rows: string[], headers: (Header | null)[]): (index: number) => boolean {
  const isAfterBlank = (index: number) => index === 0 || rows[index - 1]!.trim() === ''
  const first = headers.findIndex((header) => header !== null)
  const isSpaced = headers.some((header, index) => header && index > first && isAfterBlank(index))
  return (index) => headers[index] !== null && (!isSpaced || index === first || isAfterBlank(index))
}

function mostCommon(words: string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0]
}

function messageOf({ line, sender, at, words }: Open, group: string, kind?: MessageKind): TranscriptLine {
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

function contentOf(text: string): Pick<TranscriptLine, 'kind' | 'text' | 'quote'> {
  const quoted = splitQuote(text)
  if (quoted) return { kind: 'quote', ...quoted }
  const labelled = LABELS.find(({ label }) => label.test(text))
  if (labelled) return { kind: labelled.kind, text: text.replace(labelled.label, '').trim(), quote: null }
  return { kind: UNREADABLE_LABEL.test(text) ? 'system' : 'text', text, quote: null }
}
