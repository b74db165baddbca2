import qrcode from 'qrcode'

/** A code to scan, drawn with characters a terminal can show. */
export function drawQr(text: string): Promise<string> {
  return qrcode.toString(text, { type: 'terminal', small: true })
}
