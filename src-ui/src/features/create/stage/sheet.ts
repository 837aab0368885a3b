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

/** Outside of these, a frame has bands rather than be so tall or flat. */
const TALLEST = 9 / 16
const WIDEST = 21 / 9

/** The least that a card gets of its row, by the number of columns, so that its words have room. */
const LEAST = [1, 1, 0.4, 0.26]

/** A card's frame: width by height, and its share of the row's width without the gaps. */
export interface Frame {
  ratio: number
  share: number
}

/**
 * The frames of the cards. Those of a row are equally high and as wide as their pictures want, so that nothing but the picture is
 * in a frame; shapes that are too far apart for one row give way to each other. A short last row is no larger than the others.
 */
export function framesOf(results: readonly TaskView[], columns: number): Frame[] {
  const shapes = results.map((task) => Math.min(WIDEST, Math.max(TALLEST, ratioOf(task))))
  return shapes.flatMap((_, index) =>
    index % columns === 0 ? row(shapes.slice(index, index + columns), columns) : [],
  )
}

function row(shapes: readonly number[], columns: number): Frame[] {
  const mean = Math.exp(shapes.reduce((sum, shape) => sum + Math.log(shape), 0) / shapes.length)
  const least = LEAST[columns] ?? 0
  for (let part = 1; ; part = Math.max(0, part - 0.05)) {
    const ratios = shapes.map((shape) => mean * (shape / mean) ** part)
    const sum = ratios.reduce((all, ratio) => all + ratio, mean * (columns - shapes.length))
    const frames = ratios.map((ratio) => ({ ratio, share: ratio / sum }))
    if (part === 0 || frames.every(({ share }) => share >= least)) return frames
  }
}

/** The index after which what is opened lies: the end of the row. */
export function endOfRow(index: number, columns: number, count: number): number {
  return Math.min(count - 1, index - (index % columns) + columns - 1)
}
