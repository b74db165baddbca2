import { Secret, TOTP } from 'otpauth'

const PERIOD_SECONDS = 30
const KIND = { algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS } as const

/** What every app on a phone knows: RFC 6238 with its usual numbers. The secret is Base32. */
export function makeSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** What the code for the camera says. */
export function addressOfSecret(secret: string, { issuer, username }: { issuer: string; username: string }): string {
  return new TOTP({ ...KIND, issuer, label: username, secret }).toString()
}

/** The half minute whose code this is: the present one, the one before or the one after, for clocks that differ. Null: of none. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const ahead = new TOTP({ ...KIND, secret }).validate({ token: code, timestamp: now.getTime(), window: 1 })
  return ahead === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + ahead
}
