import { type Child, createContext, useContext } from 'hono/jsx'
import { maskNumbers } from '../../core/mask.ts'
import { Icon } from './icon.tsx'

/** Whether words stand as they were written. */
export const Revealed = createContext(false)
const PhotosCovered = createContext(false)

type RevealingProps = {
  isRevealed: boolean
  /** Whether this is a private matter, whose photos are covered too. */
  isPrivate?: boolean
  children: Child
}

/** Within it words are as they were written, and photos to be seen, while `isRevealed`. */
export function Revealing({ isRevealed, isPrivate = false, children }: RevealingProps) {
  return (
    <Revealed.Provider value={isRevealed}>
      <PhotosCovered.Provider value={isPrivate && !isRevealed}>{children}</PhotosCovered.Provider>
    </Revealed.Provider>
  )
}

/** Somebody's words or name without phones, cards, plates and doors, unless a colleague has said why they must see them. */
export function Covered({ text }: { text: string }) {
  return <>{useContext(Revealed) ? text : maskNumbers(text)}</>
}

/** A photo or a recording; of a private matter only that there is one, until a colleague has said why. */
export function CoveredMedia({ what, children }: { what: '照片' | '语音'; children: Child }) {
  if (!useContext(PhotosCovered)) return <>{children}</>
  return (
    <span class="photo-covered">
      <Icon name="alert" />
      {what}遮住了
    </span>
  )
}
