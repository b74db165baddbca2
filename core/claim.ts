/** Nothing that could be taken for something else when it is read out or typed on a phone. */
const SIGNS = 'ACDEFHJKLMNPQRTUVWXY3479'
const HALF = 4
const CLAIM = new RegExp(`^(?:@\\S+\\s*)?绑定[\\s:：]*([${SIGNS}]{${HALF}})-?([${SIGNS}]{${HALF}})$`)

/** How long a code may be typed. */
export const CLAIM_MINUTES = 30

/** A code for one group, out of eight bytes of chance: K7M4-X9QD. */
export function makeClaimCode(chance: Uint8Array): string {
  const signs = [...chance.subarray(0, 2 * HALF)].map((byte) => SIGNS[byte % SIGNS.length]).join('')
  return `${signs.slice(0, HALF)}-${signs.slice(HALF)}`
}

/** What staff type in a group that the bot does not know. */
export function claimWords(code: string): string {
  return `绑定 ${code}`
}

/** The code in what was typed; null: it is no claim. */
export function codeInClaim(text: string): string | null {
  const [, first, second] = CLAIM.exec(text.trim().toUpperCase()) ?? []
  return first && second ? `${first}-${second}` : null
}
