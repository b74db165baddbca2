import type { MessageKind } from './message.ts'

const CAPTION = /^[[【〔](?:图片|照片|相片)[:：]\s*(.{1,60}?)\s*[\]】〕]$/

/** What a copied chat writes in a photo's place: [图片：翘起的井盖] is 翘起的井盖. Null for other words, and for [图片] alone. */
export function captionIn(text: string): string | null {
  return CAPTION.exec(text.trim())?.[1] ?? null
}

/** A photo to which its sender has said nothing. */
export function isPhotoAlone({ kind, text }: { kind: MessageKind; text: string }): boolean {
  return (kind === 'image' && text.trim() === '') || captionIn(text) !== null
}
