import type { PGlite } from '@electric-sql/pglite'

/** What is asked more often than a few times is among the first thousand. */
const MOST = 1000

const [PARSE, DESCRIBE, BIND] = ['P', 'D', 'B'].map((type) => type.charCodeAt(0))
const HEADER = 5
const [encoder, decoder] = [new TextEncoder(), new TextDecoder()]

type Stream = PGlite['execProtocolStream']

/**
 * The embedded engine understands and plans every statement anew, which costs more than answering it: here each is prepared once, as it is on a server. The
 * engine asks in PostgreSQL's own messages about a statement without a name; it is given one on the way.
 */
export function prepareStatements(engine: PGlite): void {
  const send: Stream = engine.execProtocolStream.bind(engine)
  const names = new Map<string, string>()
  const described = new Map<string, Awaited<ReturnType<Stream>>>()
  let current = ''

  async function parse(message: Uint8Array, options: Parameters<Stream>[1]): ReturnType<Stream> {
    const text = textOf(message)
    const known = text === null ? '' : names.get(text)
    current = known ?? (names.size < MOST ? `s${names.size}` : '')
    if (known) return []
    const parsed = await send(renamed(message, HEADER, current), options)
    if (text !== null && current !== '') names.set(text, current)
    return parsed
  }

  async function describe(message: Uint8Array, options: Parameters<Stream>[1]): ReturnType<Stream> {
    const known = described.get(current)
    if (known) return known
    const found = await send(renamed(message, HEADER + 1, current), options)
    if (current !== '') described.set(current, found)
    return found
  }

  engine.execProtocolStream = (message, options) => {
    if (message[0] === PARSE) return parse(message, options)
    if (message[0] === DESCRIBE && message[HEADER] === 'S'.charCodeAt(0)) return describe(message, options)
    // The portal's name, which is empty, comes first.
    if (message[0] === BIND) return send(renamed(message, HEADER + 1, current), options)
    return send(message, options)
  }
}

/** The statement's text; null where the types of its values are given, for it may be asked with others as well. */
function textOf(message: Uint8Array): string | null {
  const end = message.indexOf(0, HEADER + 1)
  const hasTypes = message[end + 1] !== 0 || message[end + 2] !== 0
  return hasTypes ? null : decoder.decode(message.subarray(HEADER + 1, end))
}

/** The message with a name where it has an empty one. */
function renamed(message: Uint8Array, at: number, name: string): Uint8Array {
  if (name === '') return message
  const bytes = encoder.encode(name)
  const whole = new Uint8Array(message.length + bytes.length)
  whole.set(message.subarray(0, at))
  whole.set(bytes, at)
  whole.set(message.subarray(at), at + bytes.length)
  new DataView(whole.buffer).setUint32(1, whole.length - 1)
  return whole
}
