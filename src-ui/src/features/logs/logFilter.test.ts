import { expect, it } from 'vitest'
import type { LogEntry } from '@/shared/api/types'
import { choiceOf } from '@/shared/queryParameter'
import { asText, filterLogs, LEVELS } from './logFilter'

const line = (parts: Partial<LogEntry>): LogEntry => ({
  id: 'r-1',
  time: '2026-11-24T12:00:00Z',
  level: 'info',
  scope: 'task',
  message: 'Task a1 starts',
  ...parts,
})

it('shows lines of the chosen level and above', () => {
  const lines = (['debug', 'info', 'warn', 'error'] as const).map((level) => line({ level }))
  expect(filterLogs(lines, 'warn', '').map((entry) => entry.level)).toEqual(['warn', 'error'])
  expect(filterLogs(lines, 'debug', ' ')).toBe(lines)
})

it.each(['STARTS', 'starts a1', 'k3v9x2aq', 'task', 'timeout'])('finds “%s” wherever it stands', (text) => {
  const wanted = line({ requestId: 'k3v9x2aq', extra: { exception: { message: 'Timeout' } } })
  const other = line({ scope: 'gallery', message: 'Something else' })
  expect(filterLogs([wanted, other], 'debug', text)).toEqual([wanted])
})

it('wants every word', () => {
  expect(filterLogs([line({})], 'debug', 'starts never')).toEqual([])
})

it('takes an unknown level for all', () => {
  const asLevel = (text?: string) => choiceOf(LEVELS, text, 'debug')
  expect([asLevel('warn'), asLevel('loud'), asLevel(undefined)]).toEqual(['warn', 'debug', 'debug'])
})

it('writes a line as text with all that is known', () => {
  expect(asText(line({ level: 'warn', requestId: 'k3v9x2aq', extra: { taskId: 'a1' } }))).toBe(
    '2026-11-24T12:00:00Z WARN  [task] k3v9x2aq Task a1 starts {"taskId":"a1"}',
  )
})
