/** A code for a phone's camera, as SVG. */
export async function drawQr(text: string): Promise<string> {
  const { default: qrcode } = await import('qrcode')
  return qrcode.toString(text, { type: 'svg', margin: 2 })
}
