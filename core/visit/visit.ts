import { mask } from '../mask.ts'
import type { CategoryCode, Urgency } from '../taxonomy/categories.ts'

/** What is asked on every visit (S26). */
export const VISIT_QUESTIONS = ['suggestion', 'conflict', 'help'] as const
export type VisitQuestion = (typeof VISIT_QUESTIONS)[number]

/** What becomes of an answer: a matter to be handled, or a wish that is kept. */
export const VISIT_ENDS = ['ticket', 'need'] as const
export type VisitEnd = (typeof VISIT_ENDS)[number]

export type VisitAnswer = { question: VisitQuestion; text: string }

/** What was answered: each line is a matter of its own, so that a visit may raise as many as were told (S23). */
export function answersIn(boxes: Record<VisitQuestion, string>): VisitAnswer[] {
  return VISIT_QUESTIONS.flatMap((question) => [...linesOf(boxes[question])].map((text) => ({ question, text })))
}

function linesOf(box: string): Set<string> {
  const lines = box.split('\n').map((line) => line.trim())
  return new Set(lines.filter((line) => line !== ''))
}

/** What a conflict is taken for where its words name no category: a matter between neighbours, never public. */
const CONFLICT: { category: CategoryCode; urgency: Urgency } = { category: 'dispute.other', urgency: 'normal' }

export function usualFor(question: VisitQuestion): { category: CategoryCode; urgency: Urgency } | null {
  return question === 'conflict' ? CONFLICT : null
}

/** Without the household's consent only the house is kept, not the door. */
export function householdKept(typed: string, hasConsent: boolean): string {
  return hasConsent ? typed.trim() : mask(typed.trim())
}
