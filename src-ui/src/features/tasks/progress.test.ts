import { expect, it } from 'vitest'
import type { TaskView } from '@/shared/api/types'
import { isSent, progressAt, stepOf } from './progress'
import { testTask } from './testTask'

const attempt = (
  outcome: TaskView['attempts'][number]['outcome'],
  pictures = [1],
): TaskView['attempts'][number] => ({ number: 1, pictures, startedAt: '2026-11-24T12:00:01Z', outcome })
const running = (parts: Partial<TaskView>) =>
  testTask({
    id: 'a',
    status: 'running',
    stage: 'calling_upstream',
    startedAt: '2026-11-24T12:00:10Z',
    ...parts,
  })
const now = Date.parse('2026-11-24T12:00:30Z')

it.each<[string, Partial<TaskView>]>([
  ['queued', { status: 'queued', stage: 'queued' }],
  ['calling', { attempts: [attempt('open')] }],
  ['betweenAttempts', { attempts: [attempt('refused')] }],
  ['callingAgain', { attempts: [attempt('refused'), attempt('open')] }],
  ['calling', { attempts: [attempt('open', [1]), attempt('open', [2])] }],
  ['downloading', { stage: 'downloading', attempts: [attempt('done')] }],
  ['saving', { status: 'saving', stage: 'writing_image', attempts: [attempt('done')] }],
  ['canceling', { cancelRequested: true, attempts: [attempt('open')] }],
  ['done', { status: 'done', stage: 'done', cancelRequested: true }],
])('names the step: %s', (step, parts) => {
  expect(stepOf(running(parts))).toBe(step)
})

it('counts from the start, and before it from the handing in', () => {
  expect(progressAt(running({}), now).elapsedMs).toBe(20_000)
  expect(progressAt(testTask({ id: 'a' }), now).elapsedMs).toBe(30_000)
})

it('stands still once the task has ended, and never runs backwards', () => {
  const done = running({ status: 'done', stage: 'done', finishedAt: '2026-11-24T12:00:15Z', estimateMs: 9 })
  expect(progressAt(done, now)).toEqual({ elapsedMs: 5_000, longerThanUsual: false })
  expect(progressAt(running({}), now - 60_000).elapsedMs).toBe(0)
})

it('measures by what tasks like it took', () => {
  expect(progressAt(running({ estimateMs: 40_000 }), now)).toEqual({
    elapsedMs: 20_000,
    fraction: 0.5,
    remainingMs: 20_000,
    longerThanUsual: false,
  })
})

it('is not at its end before the end, and says when it takes longer than usual', () => {
  const late = progressAt(running({ estimateMs: 10_000 }), now)
  expect(late.fraction).toBe(0.95)
  expect(late.remainingMs).toBeUndefined()
  expect(late.longerThanUsual).toBe(true)
})

it('knows nothing of the duration of a task that waits, or of a model that is new', () => {
  expect(progressAt(testTask({ id: 'a', estimateMs: 10_000 }), now).fraction).toBeUndefined()
  expect(progressAt(running({}), now).fraction).toBeUndefined()
})

it('takes a request for sent unless it certainly was not', () => {
  expect(isSent(running({ attempts: [] }))).toBe(false)
  expect(isSent(running({ attempts: [attempt('not_sent')] }))).toBe(false)
  expect(isSent(running({ attempts: [attempt('not_sent'), attempt('open')] }))).toBe(true)
})
