import type { LogEntry } from '@/shared/api/types'

/** The least level that is shown. */
export const LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type Level = (typeof LEVELS)[number]

/** Lines of at least that level that hold every word, in whatever field. */
export function filterLogs(lines: readonly LogEntry[], least: Level, text: string): readonly LogEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0 && least === 'debug') return lines
  const shown = LEVELS.slice(LEVELS.indexOf(least))
  return lines.filter((entry) => {
    if (!shown.includes(entry.level)) return false
    const { level, scope, message, requestId = '', extra = {} } = entry
    const all = [level, scope, message, requestId, JSON.stringify(extra)].join('\n').toLowerCase()
    return words.every((word) => all.includes(word))
  })
}

/** A line as text, for people to paste somewhere. */
export function asText({ time, level, scope, message, requestId, extra }: LogEntry): string {
  const line = `${time} ${level.toUpperCase().padEnd(5)} [${scope}] ${requestId ? `${requestId} ` : ''}${message}`
  return extra ? `${line} ${JSON.stringify(extra)}` : line
}
