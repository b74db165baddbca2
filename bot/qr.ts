/** A code to scan, drawn with characters a terminal can show. */
export async function drawQr(text: string): Promise<string> {
  const { default: qrcode } = await import('qrcode')
  return qrcode.toString(text, { type: 'terminal', small: true })
}
