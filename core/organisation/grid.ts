/** A part of the community that a grid worker looks after. */
export type Grid = { id: number; communityId: number; name: string }

/** A building with where it hangs; `gridId` null: no grid covers it. */
export type Building = { id: number; estateId: number; name: string; gridId: number | null }
