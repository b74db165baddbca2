import { Refusal } from '../core/errors.ts'

/** What was written, or 'twin' when there is one like it already: a form says so beside its field and keeps what was typed. */
export async function writeOnce<T>(write: () => Promise<T>): Promise<T | 'twin'> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'duplicate') return 'twin'
    throw error
  }
}
