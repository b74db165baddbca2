import { z } from 'zod'
import { mask } from '../mask.ts'
import { findPlace, type Place } from '../reading/place.ts'
import { Reading } from '../reading/reading.ts'

/** How a server is asked for JSON, from the strictest to the most widely understood. */
export const RESPONSE_FORMATS = ['json_schema', 'json_object', 'prompt'] as const
export type ResponseFormat = (typeof RESPONSE_FORMATS)[number]

export type Verdict = { reading: Reading } | { problem: string }

/** What a model's answer amounts to. Thoughts, fences and polite words around the outermost JSON object are ignored. */
export function judgeAnswer(answer: string): Verdict {
  const spoken = answer.split('</think>').at(-1) ?? ''
  const json = spoken.slice(spoken.indexOf('{'), spoken.lastIndexOf('}') + 1)
  try {
    const parsed = Reading.safeParse(JSON.parse(json))
    return parsed.success ? { reading: settle(parsed.data) } : { problem: z.prettifyError(parsed.error) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { problem: answer.trim() === '' ? 'the answer is empty' : 'the answer is not one JSON object' }
  }
}

// A model may spell a place its own way and repeat a number it made up: places are spelt by our rules, words are masked again.
function settle(reading: Reading): Reading {
  const place = reading.place && settlePlace(reading.place)
  return reading.intent === 'report'
    ? { ...reading, summary: mask(reading.summary), place }
    : { ...reading, summary: reading.summary && mask(reading.summary), place }
}

function settlePlace({ building, entrance, spot }: Place): Place | null {
  const inBuilding = findPlace(building ?? '')
  const inEntrance = findPlace(entrance ?? '')
  const settled = {
    building: inBuilding?.building ?? (building || null),
    entrance: inEntrance?.entrance ?? (entrance || null) ?? inBuilding?.entrance ?? null,
    spot: spot ? mask(spot) : null,
  }
  return settled.building || settled.entrance || settled.spot ? settled : null
}
