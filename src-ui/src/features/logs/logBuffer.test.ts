import { nextTick, ref } from 'vue'
import { expect, it } from 'vitest'
import type { LogEntry } from '@/shared/api/types'
import { useLogBuffer } from './logBuffer'

const line = (id: string, time = '2026-11-24T12:00:00Z'): LogEntry => ({
  id,
  time,
  level: 'info',
  scope: 'task',
  message: id,
})
const ids = (lines: readonly LogEntry[]) => lines.map((entry) => entry.id)

it('holds the newest lines, newest first, up to the limit', () => {
  const buffer = useLogBuffer(ref(3))
  buffer.merge(['r-1', 'r-2', 'r-9'].map((id) => line(id)))
  buffer.add(line('r-10'))
  expect(ids(buffer.lines.value)).toEqual(['r-10', 'r-9', 'r-2'])
})

it('knows a line that comes twice, by the stream and by the list', () => {
  const buffer = useLogBuffer(ref(10))
  buffer.add(line('r-2'))
  buffer.merge([line('r-1'), line('r-2')])
  buffer.add(line('r-2'))
  expect(ids(buffer.lines.value)).toEqual(['r-2', 'r-1'])
})

it('goes on over a restart of the server, which counts anew', () => {
  const buffer = useLogBuffer(ref(10))
  buffer.add(line('old-70', '2026-11-24T12:00:00Z'))
  buffer.add(line('new-1', '2026-11-24T12:05:00Z'))
  expect(ids(buffer.lines.value)).toEqual(['new-1', 'old-70'])
})

it('lets lines wait while it is held, counts them, and shows them after', async () => {
  const held = useLogBuffer(ref(10))
  held.add(line('r-1'))
  held.held.value = true
  await nextTick()
  held.add(line('r-2'))
  held.merge([line('r-1'), line('r-2'), line('r-3')])
  expect(ids(held.lines.value)).toEqual(['r-1'])
  expect(held.waiting.value).toBe(2)
  held.held.value = false
  await nextTick()
  expect(ids(held.lines.value)).toEqual(['r-3', 'r-2', 'r-1'])
  expect(held.waiting.value).toBe(0)
})

it('lets no more lines wait than it holds', async () => {
  const buffer = useLogBuffer(ref(2))
  buffer.add(line('r-1'))
  buffer.held.value = true
  await nextTick()
  for (const id of ['r-2', 'r-3', 'r-4']) buffer.add(line(id))
  expect(buffer.waiting.value).toBe(2)
})

it('drops the oldest lines when the limit becomes smaller', async () => {
  const limit = ref(3)
  const buffer = useLogBuffer(limit)
  buffer.merge(['r-1', 'r-2', 'r-3'].map((id) => line(id)))
  limit.value = 1
  await nextTick()
  expect(ids(buffer.lines.value)).toEqual(['r-3'])
})
