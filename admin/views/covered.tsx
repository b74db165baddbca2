import { type Child, createContext, useContext } from 'hono/jsx'
import { maskNumbers } from '../../core/mask.ts'

/** Whether words stand as they were written. */
export const Revealed = createContext(false)

/** Within it words are as they were written, while `isRevealed`. */
export function Revealing({ isRevealed, children }: { isRevealed: boolean; children: Child }) {
  return <Revealed.Provider value={isRevealed}>{children}</Revealed.Provider>
}

/** Somebody's words or name without phones, cards, plates and doors, unless a colleague has said why they must see them. */
export function Covered({ text }: { text: string }) {
  return <>{useContext(Revealed) ? text : maskNumbers(text)}</>
}
