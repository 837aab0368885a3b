import { computed, type ComputedRef } from 'vue'
import type { Page } from '../list/pageList'
import type { GridLayout } from './layout'

/** Where a month begins in a list, from 0 at its top to 1 at its end. */
export interface Mark {
  day: string
  at: number
}

/** The months of a list in its order. */
export function useMarks(pages: () => readonly Page[], layout: ComputedRef<GridLayout>, room: () => number) {
  return computed<Mark[]>(() => {
    const marks: Mark[] = []
    const length = Math.max(1, room())
    let month = ''
    let index = 0
    for (const { days } of pages())
      for (const { day, count } of days) {
        if (day.slice(0, 7) !== month) {
          month = day.slice(0, 7)
          // The day's heading is above its first pictures.
          const row = Math.max(0, layout.value.rowOf(index) - 1)
          marks.push({ day, at: Math.min(1, layout.value.topOf(row) / length) })
        }
        index += count
      }
    return marks
  })
}
