/** Of the words of the privacy notice (`core/texts/room.ts`): a test sees to it that they do not change without it. */
export const NOTICE_EDITION = { number: 1, since: '2026-11-26' }

/** Where everybody reads the notice of a community without signing in; null where nobody has said under which address the console is reached. */
export function noticeAddress(publicUrl: string | null, communityId: number): string | null {
  return publicUrl && new URL(`/notice/${communityId}`, publicUrl).href
}
