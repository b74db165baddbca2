import * as z from 'zod'
import { type Account, MAIN_ACCOUNT, mainAccount } from './account.ts'
import { WEBHOOK_FORMATS } from './alert/webhook.ts'
import { CHANNELS } from './message.ts'
import { RESPONSE_FORMATS } from './prompts/answer.ts'

const Blank = z.literal('').transform(() => undefined)
const Text = z.union([Blank, z.string()])

/** As in pino. */
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const Port = z.coerce.number().int().min(0).max(65535)

/** Yuan for a million tokens; 0: unknown. */
const Price = z.coerce.number().min(0).default(0)

const MailAddress = z.union([Blank, z.email()])
/** Several are parted by commas. */
const MailAddresses = z.union([
  Blank,
  z
    .string()
    .transform((typed) => typed.split(/[,，;；\s]+/).filter(Boolean))
    .pipe(z.array(z.email()).min(1)),
])

/** The environment of every process. What a community decides is a row in the database, not here. */
const Variables = z.object({
  PORT: Port.default(3000),
  /** Where the bot's own process answers for its health; 0: nowhere. */
  BOT_PORT: Port.default(0),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.union([Blank, z.url()]).optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z.union([Blank, z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')]).optional(),
  CHANNEL: z.enum(CHANNELS).default('sandbox'),
  ACCOUNT: z
    .union([
      Blank,
      z.string().regex(/^[\p{Ll}\p{Lo}\p{Nd}-]{1,20}$/u, 'takes small letters, Chinese characters, digits and hyphens, 20 at most'),
    ])
    .default(MAIN_ACCOUNT)
    .transform((name) => name ?? MAIN_ACCOUNT),
  SCRIPT: Text.optional(),
  AUTH_SECRET: z.union([Blank, z.string().min(16, 'needs at least 16 characters')]).optional(),
  ADMIN_PASSWORD: z.union([Blank, z.string().min(8, 'needs at least 8 characters')]).optional(),
  METRICS_TOKEN: z.union([Blank, z.string().min(16, 'needs at least 16 characters')]).optional(),
  LOG_LEVEL: z
    .union([Blank, z.enum(LOG_LEVELS)])
    .default('info')
    .transform((level) => level ?? 'info'),
  OPENAI_MODEL: Text.optional(),
  OPENAI_API_KEY: Text.optional(),
  OPENAI_BASE_URL: z.union([Blank, z.url()]).optional(),
  OPENAI_VISION_MODEL: Text.optional(),
  OPENAI_PRICE_IN: Price,
  OPENAI_PRICE_OUT: Price,
  OPENAI_RESPONSE_FORMAT: z.enum(RESPONSE_FORMATS).default('json_object'),
  SMTP_URL: z.union([Blank, z.url({ protocol: /^smtps?$/, error: 'must be an address that begins with smtp:// or smtps://' })]).optional(),
  ALERT_MAIL_FROM: MailAddress.optional(),
  ALERT_MAIL_TO: MailAddresses.optional(),
  ALERT_WEBHOOK: z.union([Blank, z.url({ protocol: /^https?$/ })]).optional(),
  ALERT_WEBHOOK_FORMAT: z.enum(WEBHOOK_FORMATS).default('plain'),
})
const Schema = Variables.refine(({ CHANNEL, SCRIPT }) => CHANNEL !== 'script' || SCRIPT, {
  path: ['SCRIPT'],
  message: 'names the file that CHANNEL=script plays',
}).refine(({ SMTP_URL, ALERT_MAIL_FROM, ALERT_MAIL_TO }) => !SMTP_URL === !ALERT_MAIL_FROM && !SMTP_URL === !ALERT_MAIL_TO, {
  path: ['SMTP_URL'],
  message: 'goes together with ALERT_MAIL_FROM and ALERT_MAIL_TO: set all three or none',
})
export type Env = z.infer<typeof Schema>
export type VariableName = keyof Env

export const VARIABLE_NAMES = Object.keys(Variables.shape) as VariableName[]

/** The environment was wrong in the ways listed, in words for the person who set it. */
export class BadEnvironment extends Error {
  override readonly name = 'BadEnvironment'
}

/** For which account a bot of this environment speaks: the sandbox has only one. */
export function accountOf({ CHANNEL, ACCOUNT }: Pick<Env, 'CHANNEL' | 'ACCOUNT'>): Account {
  return CHANNEL === 'sandbox' ? mainAccount(CHANNEL) : { channel: CHANNEL, account: ACCOUNT }
}

type Given = Record<string, string | undefined>

/** @throws BadEnvironment with one line for each variable that is wrong. */
export function parseEnv(variables: Given): Env {
  const parsed = Schema.safeParse(variables)
  if (parsed.success) return parsed.data
  throw new BadEnvironment(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
}

/** Which variables are wrong. */
export function findWrong(variables: Given): VariableName[] {
  const issues = Schema.safeParse(variables).error?.issues ?? []
  return [...new Set(issues.map((issue) => issue.path[0] as VariableName))]
}

const SECRETS: readonly VariableName[] = [
  'AUTH_SECRET',
  'ADMIN_PASSWORD',
  'METRICS_TOKEN',
  'OPENAI_API_KEY',
  'DATABASE_URL',
  'SMTP_URL',
  'ALERT_WEBHOOK',
]

/** The environment as it may be printed. */
export function withoutSecrets(env: Env): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, SECRETS.includes(name as VariableName) && value ? '***' : value]),
  )
}

const SHORTEST_SECRET = 8

/** Every text that must not be printed anywhere, the longest first: the password of a database stands in its address and alone. Shorter ones are words. */
export function secretsOf(env: Env): string[] {
  const given = SECRETS.map((name) => env[name]).filter((value) => typeof value === 'string')
  const { password } = env.DATABASE_URL && URL.canParse(env.DATABASE_URL) ? new URL(env.DATABASE_URL) : { password: '' }
  return [...given, password, decodeURIComponent(password)]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .toSorted((one, other) => other.length - one.length)
}
