export const ROLES = ['viewer', 'gridWorker', 'staff', 'director', 'administrator'] as const
export type Role = (typeof ROLES)[number]

/** A person who signs in to the console. */
export type Staff = { id: number; communityId: number; name: string; role: Role }
