import { nextTick, watch, type Ref } from 'vue'
import type { GalleryPages } from '../list/galleryPages'
import type { GridLayout } from './layout'

interface View {
  list: () => GalleryPages
  layout: Ref<GridLayout>
  /** Where the grid begins in what scrolls. */
  top: Ref<number>
  /** Index of the first entry in sight. */
  first: () => number
  /** What scrolls; null for the window. */
  scroller: () => HTMLElement | null
}

/**
 * Keeps what one looks at in its place when rows above it come or go, or when the window gets another width. At the top
 * of the list nothing is held: there new pictures are to be seen.
 */
export function useSteadyView({ list, layout, top, first, scroller }: View): void {
  let anchor: { id?: string; index: number; row: number } | undefined

  watch(
    first,
    (index) => {
      anchor = { id: list().entryAt(index)?.id, index, row: layout.value.rowOf(index) }
    },
    { immediate: true, flush: 'post' },
  )

  watch(layout, async (now, before) => {
    if (!anchor || offset() <= top.value) return
    // What is still on its way has no id yet, and keeps its number.
    const index = anchor.id === undefined ? anchor.index : list().indexOf(anchor.id)
    if (index < 0) return
    anchor.id ??= list().entryAt(index)?.id
    anchor.index = index
    const row = now.rowOf(index)
    const moved = now.topOf(row) - before.topOf(anchor.row)
    anchor.row = row
    if (Math.abs(moved) < 1) return
    await nextTick()
    ;(scroller() ?? window).scrollBy({ top: moved, behavior: 'instant' })
  })

  function offset(): number {
    return scroller()?.scrollTop ?? window.scrollY
  }
}
