import type { Page } from '../list/pageList'
import { fillRow } from './fillRow'

/** A row of the grid: the heading of a day, or the cells from `first` on. */
export type GridRow = { day: string } | { first: number; count: number }

/** Where a cell stands in its row, in pixels. */
export interface Box {
  left: number
  width: number
}

export interface GridSpec {
  width: number
  gap: number
  /** How high a row is about, in pixels; a square is as wide, too. */
  line: number
  /** Squares beside each other, instead of the true shapes. */
  square: boolean
  /** Height of a day's heading, 0 for none. */
  heading: number
}

export type GridLayout = ReturnType<typeof layOut>

/** A panorama and a strip are cut off at these, so that no row is all theirs. */
const [NARROWEST, WIDEST] = [0.4, 3]

/**
 * Where entries stand in a grid, reckoned from their days and shapes alone, so that it is known of those that are not in
 * memory. What was never seen is taken as a square.
 */
export function layOut(pages: readonly Pick<Page, 'days' | 'shapes'>[], spec: GridSpec) {
  const { width, gap, heading, square } = spec
  const columns = Math.max(2, Math.floor((width + gap) / (spec.line + gap)))
  const cell = Math.max(1, (width - gap * (columns - 1)) / columns)
  const shapes = square ? [] : shapesOf(pages)
  const rows: GridRow[] = []
  /** By row: the first entry in or below it, how far from the top it is, and how high. */
  const firsts: number[] = []
  const tops = [0]
  const heights: number[] = []
  let entries = 0

  function add(row: GridRow, first: number, height: number, below: number): void {
    rows.push(row)
    firsts.push(first)
    heights.push(height)
    tops.push((tops.at(-1) ?? 0) + height + below)
  }

  const sections: { day: string; count: number }[] = []
  for (const { days } of pages)
    for (const { day, count } of days) {
      const last = sections.at(-1)
      if (last && (heading === 0 || last.day === day)) last.count += count
      else if (count > 0) sections.push({ day, count })
    }
  for (const { day, count } of sections) {
    if (heading > 0) add({ day }, entries, heading, 0)
    const end = entries + count
    while (entries < end) {
      const row = square
        ? { count: Math.min(columns, end - entries), height: cell }
        : fillRow(shapes, entries, end, spec)
      add({ first: entries, count: row.count }, entries, row.height, gap)
      entries += row.count
    }
  }

  const rowAt = (row: number): GridRow => rows[row] ?? { first: 0, count: 0 }
  const topOf = (row: number) => tops[row] ?? 0
  const rowOf = (index: number) => Math.max(0, after(firsts, index) - 1)

  function boxesOf(row: number): Box[] {
    const at = rowAt(row)
    if ('day' in at) return []
    let left = 0
    return Array.from({ length: at.count }, (_, offset) => {
      const box = { left, width: square ? cell : (shapes[at.first + offset] ?? 1) * (heights[row] ?? 0) }
      left += box.width + gap
      return box
    })
  }

  /** The entry of a row that is nearest to a middle. */
  function nearest(row: number, middle: number): number {
    const at = rowAt(row)
    const far = boxesOf(row).map((box) => Math.abs(box.left + box.width / 2 - middle))
    return ('first' in at ? at.first : 0) + far.indexOf(Math.min(...far))
  }

  /** The entry that an arrow key leads to; the same at the edge. */
  function move(index: number, key: string): number {
    const row = rowOf(index)
    const own = rowAt(row) as { first: number; count: number }
    const beside: Record<string, number> = {
      ArrowLeft: index - 1,
      ArrowRight: index + 1,
      Home: own.first,
      End: own.first + own.count - 1,
    }
    const to = beside[key]
    if (to !== undefined) return Math.max(0, Math.min(entries - 1, to))
    const box = boxesOf(row)[index - own.first]
    const step = key === 'ArrowUp' ? -1 : 1
    for (let other = row + step; box && other >= 0 && other < rows.length; other += step)
      if ('first' in rowAt(other)) return nearest(other, box.left + box.width / 2)
    return index
  }

  return {
    rows: rows.length,
    /** Of all rows, in pixels. */
    height: tops.at(-1) ?? 0,
    rowAt,
    /** The row of an entry. */
    rowOf,
    /** How far from the top a row is, in pixels. */
    topOf,
    heightOf: (row: number) => heights[row] ?? 0,
    /** The row at a height, the nearest one beyond the ends. */
    rowAtHeight: (y: number) => Math.max(0, Math.min(rows.length - 1, after(tops, y) - 1)),
    boxesOf,
    move,
  }
}

function shapesOf(pages: readonly Pick<Page, 'days' | 'shapes'>[]): number[] {
  const all: number[] = []
  for (const { days, shapes } of pages) {
    const count = days.reduce((sum, run) => sum + run.count, 0)
    for (let at = 0; at < count; at++) all.push(Math.min(WIDEST, Math.max(NARROWEST, shapes?.[at] ?? 1)))
  }
  return all
}

/** How many of these ascending numbers are not above a value. */
function after(numbers: readonly number[], value: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}
