import { createHash, timingSafeEqual } from 'node:crypto'
import { collectDefaultMetrics } from 'prom-client'
import type { Account } from '../core/account.ts'
import type { Env } from '../core/env.ts'
import type { Db } from '../db/client.ts'
import { createGauges } from './gauges.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createReadiness, type Readiness } from './readiness.ts'

/** What a process tells of itself to whoever watches it. */
export type Health = {
  metrics: Metrics
  readiness: Readiness
  /** All figures in Prometheus' text format. */
  scrape(): Promise<{ contentType: string; text: string }>
  mayScrape(asker: Asker): boolean
}

/** `address`: the other end of the connection; `isForwarded`: a header says that it speaks for somebody else. */
export type Asker = { token: string | null; address: string | null; isForwarded: boolean }

type Watched = { db: Db; account: Account | null; now: () => Date }

export function createHealth(env: Pick<Env, 'METRICS_TOKEN' | 'PUBLIC_URL'>, { db, account, now }: Watched): Health {
  const metrics = createMetrics()
  collectDefaultMetrics({ register: metrics.registry })
  const lookUp = createGauges(metrics, db, now)

  return {
    metrics,
    readiness: createReadiness(db, account),
    async scrape() {
      await lookUp()
      return { contentType: metrics.registry.contentType, text: await metrics.registry.metrics() }
    },
    mayScrape({ token, address, isForwarded }) {
      if (env.METRICS_TOKEN && token !== null && isSame(token, env.METRICS_TOKEN)) return true
      // Behind a proxy on this machine the whole world comes from it.
      return isLoopback(address) && !isForwarded && isLocal(env.PUBLIC_URL)
    },
  }
}

function isSame(given: string, meant: string): boolean {
  const [one, other] = [given, meant].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(one!, other!)
}

function isLoopback(address: string | null): boolean {
  return address !== null && /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/.test(address)
}

function isLocal(publicUrl: string | undefined): boolean {
  return !publicUrl || /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(new URL(publicUrl).hostname)
}
