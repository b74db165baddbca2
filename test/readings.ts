import type { Reading } from '../core/reading/reading.ts'

/** How the model reads each sentence residents say in the stories. */
export const readings: Record<string, Reading> = {}
