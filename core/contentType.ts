const SIGNATURES: readonly { type: string; at: number; bytes: string }[] = [
  { type: 'image/jpeg', at: 0, bytes: '\xff\xd8\xff' },
  { type: 'image/png', at: 0, bytes: '\x89PNG' },
  { type: 'image/gif', at: 0, bytes: 'GIF8' },
  { type: 'image/webp', at: 8, bytes: 'WEBP' },
  { type: 'image/bmp', at: 0, bytes: 'BM' },
  { type: 'image/heic', at: 4, bytes: 'ftyphei' },
  { type: 'image/heic', at: 4, bytes: 'ftypmif1' },
  { type: 'video/mp4', at: 4, bytes: 'ftyp' },
  { type: 'application/pdf', at: 0, bytes: '%PDF' },
  { type: 'audio/silk', at: 0, bytes: '#!SILK' },
  { type: 'audio/silk', at: 1, bytes: '#!SILK' },
  { type: 'audio/amr', at: 0, bytes: '#!AMR' },
  { type: 'audio/mpeg', at: 0, bytes: 'ID3' },
  { type: 'audio/mpeg', at: 0, bytes: '\xff\xfb' },
  { type: 'audio/mpeg', at: 0, bytes: '\xff\xf3' },
]

/** What bytes are, whatever their name says. */
export function contentTypeOf(bytes: Uint8Array): string {
  const head = String.fromCharCode(...bytes.subarray(0, 16))
  return SIGNATURES.find((signature) => head.startsWith(signature.bytes, signature.at))?.type ?? 'application/octet-stream'
}
