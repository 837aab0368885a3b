const ADDRESS = /https?:\/\/[^\s<>"]+/gi
/** What follows an address in a sentence and is no part of it. */
const BEHIND = /[:;,.!?'，。；：！？]+$/

/** A text as parts in their order, those that are web addresses with where they lead. */
export function linked(text: string): { text: string; href?: string }[] {
  const parts: { text: string; href?: string }[] = []
  let end = 0
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(BEHIND, '')
    if (!URL.canParse(address)) continue
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push({ text: address, href: new URL(address).href })
    end = match.index + address.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}

/** The web addresses in a text, each once. */
export function addressesIn(text: string): string[] {
  return [...new Set(linked(text).flatMap(({ text: part, href }) => (href ? [part] : [])))]
}
