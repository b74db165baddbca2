/** Why the domain says no; each door maps a code to its status and its sentence once. */
const REFUSAL_CODES = [
  'not-found',
  'not-allowed',
  'illegal-move',
  'other-estate',
  'ended',
  'stale',
  'incomplete',
  'past',
  'step-open',
  'unagreed',
  'duplicate',
  'in-use',
  'other-account',
  'last-administrator',
] as const
export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** The domain said no. Anything else that throws is a bug or an outage. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly facts: Record<string, unknown>

  constructor(code: RefusalCode, facts: Record<string, unknown> = {}) {
    super(`${code} ${JSON.stringify(facts)}`)
    this.name = 'Refusal'
    this.code = code
    this.facts = facts
  }
}
