import { createHash } from 'node:crypto'
import * as z from 'zod'
import { type Account, MAIN_ACCOUNT } from '../core/account.ts'
import { CHANNELS, type IncomingMessage, MEMBER_ROLES, MESSAGE_KINDS } from '../core/message.ts'

/** A message as it came, with what the inbox wants to know besides. */
export type Spooled = Account & { receivedAt: Date; message: IncomingMessage }

const SPACE = 32
const CHECKSUM_LENGTH = 16

const Written = z.object({
  channel: z.enum(CHANNELS),
  account: z.string().default(MAIN_ACCOUNT),
  receivedAt: z.string().transform((at) => new Date(at)),
  message: z.object({
    id: z.string(),
    session: z.string().exactOptional(),
    room: z.object({ id: z.string(), topic: z.string(), present: z.array(z.string()).exactOptional() }).nullable(),
    sender: z.object({
      id: z.string(),
      nickname: z.string(),
      alias: z.string().nullable(),
      role: z.enum(MEMBER_ROLES),
      isFriend: z.boolean(),
      hasNamesake: z.boolean().exactOptional(),
      remark: z.string().exactOptional(),
    }),
    kind: z.enum(MESSAGE_KINDS),
    text: z.string(),
    quote: z.object({ sender: z.string(), text: z.string(), id: z.string().nullable() }).nullable(),
    mentionsBot: z.boolean(),
    recalls: z.string().nullable(),
    fromBot: z.boolean(),
    /** null: a moment that the network could not tell. */
    sentAt: z
      .string()
      .nullable()
      .transform((at) => new Date(at ?? Number.NaN)),
    media: z
      .object({ contentType: z.string(), bytes: z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64'))) })
      .nullable(),
  }),
})

/** One line: a checksum, a space, the message as JSON, a line feed. */
export function encodeRecord({ channel, account, receivedAt, message }: Spooled): Buffer {
  const media = message.media && { ...message.media, bytes: Buffer.from(message.media.bytes).toString('base64') }
  const json = Buffer.from(JSON.stringify({ channel, account, receivedAt, message: { ...message, media } }))
  return Buffer.concat([Buffer.from(`${checksumOf(json)} `), json, Buffer.from('\n')])
}

/** Whether a line (without its line feed) is what was written. */
export function isWhole(line: Uint8Array): boolean {
  const checksum = Buffer.from(line.subarray(0, CHECKSUM_LENGTH)).toString('latin1')
  return line[CHECKSUM_LENGTH] === SPACE && checksum === checksumOf(line.subarray(CHECKSUM_LENGTH + 1))
}

/** The message of a line; null when it is not what was written, or was written by a version that thought otherwise. */
export function decodeRecord(line: Uint8Array): Spooled | null {
  if (!isWhole(line)) return null
  const json: unknown = JSON.parse(Buffer.from(line.subarray(CHECKSUM_LENGTH + 1)).toString('utf8'))
  return Written.safeParse(json).data ?? null
}

function checksumOf(json: Uint8Array): string {
  return createHash('sha256').update(json).digest('hex').slice(0, CHECKSUM_LENGTH)
}
