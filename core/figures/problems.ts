import type { CategoryCode } from '../taxonomy/categories.ts'

/** Problems by what stands before the dot of their category, the fullest group first. */
export function groupsIn<T extends { category: CategoryCode }>(tickets: readonly T[]): { group: string; tickets: T[] }[] {
  const groups = new Map<string, T[]>()
  for (const ticket of tickets) {
    const group = ticket.category.split('.')[0]!
    groups.set(group, [...(groups.get(group) ?? []), ticket])
  }
  return [...groups].map(([group, own]) => ({ group, tickets: own })).toSorted((a, b) => b.tickets.length - a.tickets.length)
}
