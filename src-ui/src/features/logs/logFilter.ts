import type { LogEntry } from '@/shared/api/types'

/** The least level that is shown. */
export const LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type Level = (typeof LEVELS)[number]

export function asLevel(text: string | undefined): Level {
  return LEVELS.find((level) => level === text) ?? 'debug'
}

/** Lines of at least that level that hold every word, in whatever field. */
export function filterLogs(lines: readonly LogEntry[], least: Level, text: string): readonly LogEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0 && least === 'debug') return lines
  const lowest = LEVELS.indexOf(least)
  return lines.filter((entry) => {
    if (LEVELS.indexOf(entry.level) < lowest) return false
    if (words.length === 0) return true
    const all = searchable(entry)
    return words.every((word) => all.includes(word))
  })
}

/** What is searched of a line; made once, since a filter is typed letter by letter. */
const texts = new WeakMap<LogEntry, string>()

function searchable(entry: LogEntry): string {
  const known = texts.get(entry)
  if (known !== undefined) return known
  const extra = entry.extra ? JSON.stringify(entry.extra) : ''
  const text = [entry.level, entry.scope, entry.message, entry.requestId ?? '', extra]
    .join('\n')
    .toLowerCase()
  texts.set(entry, text)
  return text
}

/** A line as text, for people to paste somewhere. */
export function asText({ time, level, scope, message, requestId, extra }: LogEntry): string {
  const line = `${time} ${level.toUpperCase().padEnd(5)} [${scope}] ${requestId ? `${requestId} ` : ''}${message}`
  return extra ? `${line} ${JSON.stringify(extra)}` : line
}
