import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'

type Asset = { bytes: Uint8Array<ArrayBuffer>; gzipped: Uint8Array<ArrayBuffer> | null; contentType: string; hash: string }

const locate = createRequire(import.meta.url).resolve
const CSS = 'text/css; charset=utf-8'
const JS = 'text/javascript; charset=utf-8'
const SVG = 'image/svg+xml'

const ASSETS = {
  'tabler.css': readAsset(locate('@tabler/core/dist/css/tabler.min.css'), CSS),
  // In one, for htmx begins as soon as it is there: what comes later over a slow line would not be asked, and the page would never hear what changes.
  'htmx.js': readAsset([locate('htmx.org/dist/htmx.min.js'), locate('htmx.org/dist/ext/hx-sse.min.js')], JS),
  'console.css': readAsset(locate('./public/console.css'), CSS),
  'desk.css': readAsset(locate('./public/desk.css'), CSS),
  'alarm.js': readAsset(locate('./public/alarm.js'), JS),
  'cover.js': readAsset(locate('./public/cover.js'), JS),
  'console.js': readAsset(locate('./public/console.js'), JS),
  'sandbox.css': readAsset(locate('./public/sandbox.css'), CSS),
  'sandbox.js': readAsset(locate('./public/sandbox.js'), JS),
  'favicon.svg': readAsset(locate('./public/favicon.svg'), SVG),
} satisfies Record<string, Asset>

export type AssetName = keyof typeof ASSETS

/** The address changes with the content, so a browser may keep it for ever. */
export function assetUrl(name: AssetName): string {
  return `/assets/${ASSETS[name].hash}/${name}`
}

export const assetRoutes = new Hono()
  .get('/assets/:hash/:name', (c) => {
    const asset = findAsset(c.req.param('name'))
    if (!asset || asset.hash !== c.req.param('hash')) return c.notFound()
    return sendAsset(asset, c.req.header('accept-encoding'), 'public, max-age=31536000, immutable')
  })
  .get('/favicon.ico', (c) => sendAsset(ASSETS['favicon.svg'], c.req.header('accept-encoding'), 'public, max-age=86400'))

function findAsset(name: string): Asset | undefined {
  return Object.hasOwn(ASSETS, name) ? ASSETS[name as AssetName] : undefined
}

function sendAsset(asset: Asset, accepted = '', cacheControl: string): Response {
  const headers = { 'Content-Type': asset.contentType, 'Cache-Control': cacheControl, Vary: 'Accept-Encoding' }
  if (!accepted.includes('gzip')) return new Response(asset.bytes, { headers })
  asset.gzipped ??= new Uint8Array(gzipSync(asset.bytes))
  return new Response(asset.gzipped, { headers: { ...headers, 'Content-Encoding': 'gzip' } })
}

/** Several files are one after the other. */
function readAsset(paths: string | string[], contentType: string): Asset {
  const bytes = new Uint8Array(
    Buffer.from(
      [paths]
        .flat()
        .map((path) => readFileSync(path, 'utf8'))
        .join('\n'),
    ),
  )
  return { bytes, gzipped: null, contentType, hash: createHash('sha256').update(bytes).digest('hex').slice(0, 12) }
}
