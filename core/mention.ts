const ADDRESSED = /^\s*@\S+\s*/
const EVERYONE = ['所有人', 'all']

/** Whether the words address one of these names, as chat clients write it: `@name` followed by U+2005, a space or the end. An @ to everyone is nobody's. */
export function isMentioned(text: string, names: readonly (string | null)[]): boolean {
  return names.some((name) => name !== null && isAddressable(name) && hasMentionOf(text, name.trim()))
}

function isAddressable(name: string): boolean {
  return name.trim() !== '' && !EVERYONE.includes(name.trim().toLowerCase())
}

function hasMentionOf(text: string, name: string): boolean {
  const mention = `@${name}`
  for (let at = text.indexOf(mention); at !== -1; at = text.indexOf(mention, at + 1)) {
    const next = text[at + mention.length]
    if (next === undefined || /\s/.test(next)) return true
  }
  return false
}

/** The words without the name they are addressed to. */
export function withoutMention(text: string): string {
  return text.replace(ADDRESSED, '')
}
