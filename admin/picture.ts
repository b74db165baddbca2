import type { OverlayOptions, Sharp } from 'sharp'
import { contentTypeOf } from '../core/contentType.ts'
import { type Area, WHOLE_SIDE } from '../core/privacy/cover.ts'

const PICTURES: readonly string[] = ['image/jpeg', 'image/png', 'image/gif', 'image/webp']
const MOST_BYTES = 12 * 1024 * 1024
/** As many as the cameras of phones make; a small file can claim to be many times larger and would take as much memory. */
const MOST_PIXELS = 50_500_000
const LONGEST_SECONDS = 15
const PATCH = '#6b7280'

export type Size = { edge: number; quality: number }
export const THUMBNAIL: Size = { edge: 520, quality: 80 }
export const WHOLE: Size = { edge: 2560, quality: 90 }

export function isPicture(bytes: Uint8Array): boolean {
  return PICTURES.includes(contentTypeOf(bytes))
}

/**
 * A picture drawn anew as a JPEG no longer than the edge: the right way up, and without all that a camera writes beside it, such as place and device.
 * Null: the bytes are no picture, are broken, or claim to be too large.
 */
export async function drawPicture(bytes: Uint8Array, size: Size): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!isPicture(bytes) || bytes.length > MOST_BYTES) return null
  const open = await loadDecoder()
  return inTurn(() => draw(open(bytes), size))
}

/** A picture as `drawPicture` draws it whole, and as a thumbnail, with nothing left of what was under its areas. Null: it cannot be drawn. */
export async function coverPicture(
  bytes: Uint8Array,
  areas: readonly Area[],
): Promise<{ bytes: Uint8Array; thumbnail: Uint8Array } | null> {
  const drawn = await drawPicture(bytes, WHOLE)
  if (!drawn) return null
  const open = await loadDecoder()
  const covered = await inTurn(async () => {
    const { width, height } = await open(drawn).metadata()
    const patches = areas.map((area) => patchOn(area, { width, height }))
    return new Uint8Array(await open(drawn).composite(patches).jpeg({ quality: WHOLE.quality }).toBuffer())
  })
  const thumbnail = await drawPicture(covered, THUMBNAIL)
  return thumbnail && { bytes: covered, thumbnail }
}

/** One flat colour: what is only blurred can be guessed. Every point that an area touches is under it. */
function patchOn({ x, y, width, height }: Area, size: { width: number; height: number }): OverlayOptions {
  const left = Math.floor((x * size.width) / WHOLE_SIDE)
  const top = Math.floor((y * size.height) / WHOLE_SIDE)
  const right = Math.ceil(((x + width) * size.width) / WHOLE_SIDE)
  const bottom = Math.ceil(((y + height) * size.height) / WHOLE_SIDE)
  return { input: { create: { width: right - left, height: bottom - top, channels: 3, background: PATCH } }, left, top }
}

async function draw(picture: Sharp, { edge, quality }: Size): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const { width, height } = await picture.metadata()
    if (width * height > MOST_PIXELS) return null
    const drawn = await picture
      .autoOrient()
      .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .jpeg({ quality })
      .timeout({ seconds: LONGEST_SECONDS })
      .toBuffer()
    return new Uint8Array(drawn)
  } catch {
    // Whatever a decoder says of a stranger's bytes: they are kept, and cannot be shown.
    return null
  }
}

/** Loaded when the first picture is looked at: a machine on which it does not run shows everything but pictures. */
async function loadDecoder(): Promise<(bytes: Uint8Array) => Sharp> {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  return (bytes) => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'none' })
}

let last: Promise<unknown> = Promise.resolve()

/** One at a time, so that a page full of photos takes the memory of one and leaves the other threads to whatever else the process does. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work)
  last = turn.catch(() => undefined)
  return turn
}
