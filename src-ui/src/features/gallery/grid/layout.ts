import type { DayRun } from '../list/pageList'

/** A row of the grid: the heading of a day, or the cells from `first` on. */
export type GridRow = { day: string } | { first: number; count: number }

export type GridLayout = ReturnType<typeof layOut>

/**
 * Where entries stand in a grid, reckoned from the days alone.
 *
 * @param line height of a row of cells with the gap below it, in pixels
 * @param heading height of a day's heading, 0 for none
 */
export function layOut(
  runs: readonly DayRun[],
  { columns, line, heading }: { columns: number; line: number; heading: number },
) {
  const rows: GridRow[] = []
  /** By row: the first entry in or below it, and how far from the top it is. */
  const firsts: number[] = []
  const tops = [0]
  let entries = 0

  function add(row: GridRow, first: number): void {
    rows.push(row)
    firsts.push(first)
    tops.push((tops.at(-1) ?? 0) + ('day' in row ? heading : line))
  }

  const sections: DayRun[] = []
  for (const { day, count } of runs) {
    const last = sections.at(-1)
    if (last && (heading === 0 || last.day === day)) last.count += count
    else if (count > 0) sections.push({ day, count })
  }
  for (const { day, count } of sections) {
    if (heading > 0) add({ day }, entries)
    for (let at = 0; at < count; at += columns)
      add({ first: entries + at, count: Math.min(columns, count - at) }, entries + at)
    entries += count
  }

  const rowAt = (row: number): GridRow => rows[row] ?? { first: 0, count: 0 }

  /** The row of an entry. */
  function rowOf(index: number): number {
    let [low, high] = [0, firsts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((firsts[middle] ?? 0) <= index) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
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
    const step = key === 'ArrowUp' ? -1 : 1
    for (let other = row + step; other >= 0 && other < rows.length; other += step) {
      const cells = rowAt(other)
      if ('first' in cells) return cells.first + Math.min(index - own.first, cells.count - 1)
    }
    return index
  }

  return {
    rows: rows.length,
    rowAt,
    rowOf,
    /** How far from the top a row is, in pixels. */
    topOf: (row: number) => tops[row] ?? 0,
    height: (row: number) => ('day' in rowAt(row) ? heading : line),
    move,
  }
}
