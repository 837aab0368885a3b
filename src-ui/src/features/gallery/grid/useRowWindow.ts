import { useEventListener, useResizeObserver } from '@vueuse/core'
import { computed, onMounted, ref, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { GridLayout } from './layout'

/** So much above and below what is in sight is in the page already, in pixels. */
const AHEAD_PX = 600

interface Scrolled {
  root: Readonly<ShallowRef<HTMLElement | null>>
  layout: ComputedRef<GridLayout>
  /** Where the grid begins in what scrolls. */
  top: Ref<number>
  /** The grid scrolls in itself, instead of with the window. */
  contained: boolean
  /** What lies over the grid above and below. */
  covered: number
}

/** Which rows are in sight, of however many: reckoned from where one has scrolled to. */
export function useRowWindow({ root, layout, top, contained, covered }: Scrolled) {
  const offset = ref(0)
  const viewport = ref(0)

  function measure(): void {
    offset.value = contained ? (root.value?.scrollTop ?? 0) : window.scrollY
    viewport.value = contained ? (root.value?.clientHeight ?? 0) : window.innerHeight
  }

  onMounted(measure)
  useEventListener(() => (contained ? root.value : window), 'scroll', measure, { passive: true })
  useEventListener(window, 'resize', measure, { passive: true })
  useResizeObserver(root, measure)

  const row = (y: number) => computed(() => layout.value.rowAtHeight(offset.value - top.value + y))
  const below = (more: number) =>
    computed(() => layout.value.rowAtHeight(offset.value - top.value + viewport.value + more))

  /** How far the grid can be scrolled, in pixels. */
  const room = computed(() => Math.max(0, layout.value.height - viewport.value))

  return {
    room,
    viewport,
    /** How far it is, from 0 to 1. */
    part: computed(() =>
      room.value > 0 ? Math.min(1, Math.max(0, (offset.value - top.value) / room.value)) : 0,
    ),
    seek(part: number): void {
      ;(contained ? root.value : window)?.scrollTo({
        top: top.value + part * room.value,
        behavior: 'instant',
      })
      measure()
    },
    /** The rows in sight, from the first to the last. */
    first: row(0),
    last: below(0),
    /** The rows in the page. */
    from: row(-AHEAD_PX),
    to: below(AHEAD_PX),
    /** Scrolls no further than it takes to have the row in sight. */
    reveal(index: number): void {
      const start = layout.value.topOf(index) + top.value
      const end = start + layout.value.heightOf(index)
      measure()
      const low = end + covered - viewport.value
      if (start - covered >= offset.value && low <= offset.value) return
      const to = Math.max(0, start - covered < offset.value ? start - covered : low)
      ;(contained ? root.value : window)?.scrollTo({ top: to, behavior: 'instant' })
      measure()
    },
  }
}
