import { expect, it } from 'vitest'
import { testEntry, testTask } from '@/features/tasks/testTask'
import type { TaskView } from '@/shared/api/types'
import { columnsIn, endOfRow, frameRatios, sheetOf, type PutAway } from './sheet'

const NOTHING: PutAway = { before: 0, ids: [] }
const at = (minute: number) => `2026-11-24T12:${String(minute).padStart(2, '0')}:00Z`
const ids = (tasks: readonly { id: string }[]) => tasks.map(({ id }) => id)
const running = (id: string, minute: number) =>
  testTask({ id, status: 'running', stage: 'calling_upstream', createdAt: at(minute) })
const queued = (id: string, position: number) => testTask({ id, position, createdAt: at(9 - position) })

function done(id: string, minute: number, shape: { width: number; height: number } = SQUARE): TaskView {
  const entry = testEntry({ id: `e-${id}`, ...shape })
  const result = { galleryEntry: entry, galleryEntries: [entry] }
  return testTask({ id, status: 'done', stage: 'done', finishedAt: at(minute), result })
}
const failed = (id: string, minute: number, rest: Partial<TaskView> = {}) =>
  testTask({ id, status: 'failed', stage: 'failed', error: 'No.', finishedAt: at(minute), ...rest })
const SQUARE = { width: 100, height: 100 }

it('has what runs first and then the queue by its places', () => {
  const tasks = [queued('q1', 1), queued('q2', 2), running('new', 8), running('old', 3)]
  expect(ids(sheetOf(tasks, NOTHING).waiting)).toEqual(['old', 'new', 'q1', 'q2'])
})

it('keeps what went wrong apart from the pictures, and has what ended last first', () => {
  const sheet = sheetOf([done('a', 1), failed('b', 2), done('c', 4), failed('d', 3)], NOTHING)
  expect(ids(sheet.results)).toEqual(['c', 'a'])
  expect(ids(sheet.problems)).toEqual(['d', 'b'])
})

it('leaves out a failure whose second try has taken its place, and pictures that are gone', () => {
  const retry = running('again', 5)
  const tasks = [{ ...retry, retryOf: 'b' }, failed('b', 2), { ...done('a', 1), result: undefined }]
  const sheet = sheetOf(tasks, NOTHING)
  expect(sheet.problems).toEqual([])
  expect(sheet.results).toEqual([])
})

it('leaves out what was put away, but nothing that still runs', () => {
  const tasks = [running('r', 0), done('a', 1), failed('b', 2), done('c', 3), done('d', 4)]
  const sheet = sheetOf(tasks, { before: Date.parse(at(2)), ids: ['d', 'r'] })
  expect(ids(sheet.waiting)).toEqual(['r'])
  expect(sheet.problems).toEqual([])
  expect(ids(sheet.results)).toEqual(['c'])
})

it('has one column on a phone, two on a small desk and three on a large one', () => {
  expect([0, 328, 576, 1280].map(columnsIn)).toEqual([1, 1, 2, 3])
})

it('gives a row one frame in which mixed shapes lose equally, within limits', () => {
  const wide = done('w', 1, { width: 160, height: 90 })
  const tall = done('t', 1, { width: 90, height: 160 })
  const ratios = frameRatios([wide, wide, wide, tall, tall], 2)
  expect(ratios.map((ratio) => ratio.toFixed(3))).toEqual(['1.778', '1.778', '1.000', '1.000', '0.667'])
})

it('opens a stack below its row, the last of which may be short', () => {
  expect([0, 2, 3, 6].map((index) => endOfRow(index, 3, 7))).toEqual([2, 2, 5, 6])
})
