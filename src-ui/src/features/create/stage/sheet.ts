import type { GalleryEntry, TaskView } from '@/shared/api/types'
import { isActive } from '@/features/tasks/taskList'
import { problemOf } from '@/features/tasks/problem'
import { ratioOf } from './frame'

/** What is put away on this device: everything that ended up to an instant, and single tasks. */
export interface PutAway {
  /** Server time in ms. */
  before: number
  ids: readonly string[]
}

/** The stage in the order in which one looks at it. */
export interface Sheet {
  /** What runs, the oldest first, then the queue by its places. */
  waiting: TaskView[]
  /** What ended without a picture and waits for somebody to decide, newest first. */
  problems: TaskView[]
  /** What has pictures, newest first. */
  results: TaskView[]
}

export function sheetOf(tasks: readonly TaskView[], { before, ids }: PutAway): Sheet {
  const away = new Set(ids)
  // A second try has taken the place of what it was made of.
  const retried = new Set(tasks.flatMap(({ retryOf }) => retryOf ?? []))
  const ended = tasks
    .filter((task) => !isActive(task) && endOf(task) > before && !away.has(task.id))
    .sort((a, b) => endOf(b) - endOf(a))
  return {
    waiting: tasks.filter(isActive).sort(byTurn),
    problems: ended.filter((task) => !task.result && problemOf(task) && !retried.has(task.id)),
    results: ended.filter((task) => entriesOf(task).length > 0),
  }
}

export function endOf(task: TaskView): number {
  return Date.parse(task.finishedAt ?? task.createdAt)
}

export function entriesOf(task: TaskView): readonly GalleryEntry[] {
  return task.result?.galleryEntries ?? []
}

function byTurn(a: TaskView, b: TaskView): number {
  const turn = (task: TaskView) => (task.status === 'queued' ? (task.position ?? Infinity) : 0)
  return turn(a) - turn(b) || Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.id < b.id ? -1 : 1)
}

/** How many columns fit; a card with its words needs some 260 px. */
export function columnsIn(width: number): 1 | 2 | 3 {
  if (width < 520) return 1
  return width < 1100 ? 2 : 3
}

const TALLEST = 2 / 3
const WIDEST = 2

/**
 * Width by height of each card's frame: the cards of a row share one, so that pictures and words stand in lines. A series of one
 * shape fills its frames; of mixed shapes each loses as little as the others (the geometric mean).
 */
export function frameRatios(results: readonly TaskView[], columns: number): number[] {
  const shapes = results.map(ratioOf)
  return shapes.map((_, index) => {
    const start = index - (index % columns)
    const row = shapes.slice(start, start + columns)
    const mean = Math.exp(row.reduce((sum, shape) => sum + Math.log(shape), 0) / row.length)
    return Math.min(WIDEST, Math.max(TALLEST, mean))
  })
}

/** The index after which what is opened lies: the end of the row. */
export function endOfRow(index: number, columns: number, count: number): number {
  return Math.min(count - 1, index - (index % columns) + columns - 1)
}
