import type { DayRun } from '../list/pageList'

/** A row of the grid: the heading of a day, or the cells from `first` on. */
export type GridRow = { day: string } | { first: number; count: number }

interface Section {
  day: string
  /** Index of its first entry, and how many there are. */
  first: number
  count: number
  /** Index of its first row. */
  row: number
}

export interface GridLayout {
  rows: number
  rowAt(row: number): GridRow
  /** The row of an entry. */
  rowOf(index: number): number
  /** How far from the top a row is, in pixels. */
  topOf(row: number): number
  height(row: number): number
  /** The entry that an arrow key leads to; the same at the edge. */
  move(index: number, key: string): number
}

/**
 * Where entries stand in a grid: reckoned from the days alone, without a list of rows.
 *
 * @param line height of a row of cells with the gap below it, in pixels
 * @param heading height of a day's heading, 0 for none
 */
export function layOut(
  runs: readonly DayRun[],
  { columns, line, heading }: { columns: number; line: number; heading: number },
): GridLayout {
  const headings = heading > 0
  const head = headings ? 1 : 0
  const sections: Section[] = []
  let rows = 0
  let entries = 0
  for (const { day, count } of runs) {
    if (count === 0) continue
    const last = sections.at(-1)
    if (last && (!headings || last.day === day)) last.count += count
    else sections.push({ day, first: entries, count, row: 0 })
    entries += count
  }
  for (const section of sections) {
    section.row = rows
    rows += head + Math.ceil(section.count / columns)
  }

  function rowAt(row: number): GridRow {
    const section = lastWhere(sections, (candidate) => candidate.row <= row)
    if (!section) return { first: 0, count: 0 }
    const inSection = row - section.row - head
    if (inSection < 0) return { day: section.day }
    const offset = inSection * columns
    return { first: section.first + offset, count: Math.min(columns, section.count - offset) }
  }

  function rowOf(index: number): number {
    const section = lastWhere(sections, (candidate) => candidate.first <= index)
    return section ? section.row + head + Math.floor((index - section.first) / columns) : 0
  }

  function topOf(row: number): number {
    const section = lastIndexWhere(sections, (candidate) => candidate.row <= row)
    const headingsAbove = head * (section + (row > (sections[section]?.row ?? 0) ? 1 : 0))
    return headingsAbove * heading + (row - headingsAbove) * line
  }

  function move(index: number, key: string): number {
    const row = rowOf(index)
    const own = rowAt(row) as { first: number; count: number }
    const to = (wanted: number) => Math.max(0, Math.min(entries - 1, wanted))
    switch (key) {
      case 'ArrowLeft':
        return to(index - 1)
      case 'ArrowRight':
        return to(index + 1)
      case 'Home':
        return own.first
      case 'End':
        return own.first + own.count - 1
      case 'ArrowUp':
      case 'ArrowDown': {
        const step = key === 'ArrowUp' ? -1 : 1
        for (let other = row + step; other >= 0 && other < rows; other += step) {
          const cells = rowAt(other)
          if ('first' in cells) return cells.first + Math.min(index - own.first, cells.count - 1)
        }
        return index
      }
      default:
        return index
    }
  }

  return { rows, rowAt, rowOf, topOf, height: (row) => ('day' in rowAt(row) ? heading : line), move }
}

/** The last of a sorted list for which the condition, once false forever false, holds. */
function lastWhere<T>(list: readonly T[], holds: (item: T) => boolean): T | undefined {
  return list[lastIndexWhere(list, holds)]
}

function lastIndexWhere<T>(list: readonly T[], holds: (item: T) => boolean): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(list[middle] as T)) low = middle + 1
    else high = middle
  }
  return low - 1
}
