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

/** The ticket on whose page photos can be covered, and which are; null: nobody covers any here. */
export const Covering = createContext<{ number: string; covered: ReadonlySet<string> } | null>(null)

/** Under a photo: that faces or plates on it are covered, and the way to cover them. */
export function CoverLink({ hash }: { hash: string }) {
  const covering = useContext(Covering)
  if (!covering) return null
  const isCovered = covering.covered.has(hash)
  return (
    <span class="photo-foot">
      {isCovered && <span class="tag tint-grey">已遮挡</span>}
      <a href={`/tickets/${covering.number}/photos/${hash}`}>{isCovered ? '改遮挡' : '遮人脸、车牌'}</a>
    </span>
  )
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
