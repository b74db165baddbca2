import { Refusal } from '../core/errors.ts'

/** Whether a statement failed because a row like it exists; both engines put the server's code on the cause. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && (error.cause as { code?: string } | undefined)?.code === '23505'
}

/** What was written; a row like it that is there already is a refusal `duplicate`. */
export async function refuseTwin<T>(write: Promise<T>, facts: Record<string, unknown> = {}): Promise<T> {
  try {
    return await write
  } catch (error) {
    throw isUniqueViolation(error) ? new Refusal('duplicate', facts) : error
  }
}

/** Whether a row could not be deleted because others point at it. */
export function isStillReferenced(error: unknown): boolean {
  return error instanceof Error && (error.cause as { code?: string } | undefined)?.code === '23503'
}

/** Whether a statement failed for what it said (a value, a constraint) rather than because the database was away. */
export function isBadStatement(error: unknown): boolean {
  const code = error instanceof Error ? (error.cause as { code?: string } | undefined)?.code : undefined
  return /^(22|23|42)/.test(code ?? '')
}
