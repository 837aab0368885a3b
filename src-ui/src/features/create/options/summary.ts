import type { Options } from '../draft'

/** What is set, in short: "16:9 · 2K · ×3". */
export function summaryOf(sent: Options, word: (value: string) => string): string {
  const words = [sent.aspectRatio, sent.imageSize, sent.size?.replace('x', ' × ')]
  const named = [sent.quality, sent.background].flatMap((value) => (value ? word(value) : []))
  const format = sent.outputFormat?.toUpperCase()
  const count = sent.n ? `×${sent.n}` : undefined
  return [...words, ...named, format, count].filter(Boolean).join(' · ')
}
