import type { Child } from 'hono/jsx'

/** A few figures beside each other. */
export function Tiles({ label, children }: { label: string; children: Child }) {
  return (
    <section class="tiles" aria-label={label}>
      {children}
    </section>
  )
}

export function Tile({ name, value, note, isWarning = false }: { name: string; value: string; note?: string; isWarning?: boolean }) {
  return (
    <div class={`tile ${isWarning ? 'tile-warn' : ''}`}>
      <span class="tile-name">{name}</span>
      <b class="num">{value}</b>
      {note && <span class="soft">{note}</span>}
    </div>
  )
}

/** 51 of 57 is 89.5%; of nothing it is nothing. */
export function sayShare(part: number, whole: number): string {
  return whole === 0 ? '—' : `${((part * 100) / whole).toFixed(1)}%`
}
