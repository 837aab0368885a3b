import { expect, it } from 'vitest'
import { testEntry, testTask } from '@/features/tasks/testTask'
import type { TaskView } from '@/shared/api/types'
import { columnsIn, endOfRow, framesOf, sheetOf, type PutAway } from './sheet'

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

it('makes the frames of a row equally high, in the shapes of their pictures, within limits', () => {
  const shaped = (width: number, height: number) => done(`${width}x${height}`, 1, { width, height })
  const framed = (columns: number, ...tasks: TaskView[]) =>
    framesOf(tasks, columns).map(({ ratio, share }) => [ratio.toFixed(2), share.toFixed(2)])
  expect(framed(2, shaped(4, 3), shaped(1, 1), shaped(3, 4))).toEqual([
    ['1.33', '0.57'],
    ['1.00', '0.43'],
    // Alone in its row it is as wide as it would be beside one of its shape.
    ['0.75', '0.50'],
  ])
  expect(framed(1, shaped(9, 16), shaped(10, 100))).toEqual([
    ['0.56', '1.00'],
    ['0.56', '1.00'],
  ])
  const [tall, wide] = framesOf([shaped(9, 16), shaped(21, 9)], 2)
  expect(tall?.share).toBeGreaterThanOrEqual(0.4)
  expect((tall?.share ?? 0) + (wide?.share ?? 0)).toBeCloseTo(1)
  expect((tall?.share ?? 0) / (tall?.ratio ?? 1)).toBeCloseTo((wide?.share ?? 0) / (wide?.ratio ?? 1))
})

it('opens a stack below its row, the last of which may be short', () => {
  expect([0, 2, 3, 6].map((index) => endOfRow(index, 3, 7))).toEqual([2, 2, 5, 6])
})
