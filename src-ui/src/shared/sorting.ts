import { useEventListener } from '@vueuse/core'
import type Sortable from 'sortablejs'
import { onScopeDispose, watch, type Ref } from 'vue'

/** With a finger an item is taken by a long press, so that a swipe still scrolls. */
const LONG_PRESS_MS = 350

interface Sorting {
  /** Selects the items of the list; each has its id in `data-id`. */
  items: string
  /** What an item is dragged by; by all of it when absent. */
  handle?: string
  /** Whether there is something to sort: what it takes is loaded no sooner. */
  enabled: () => boolean
  /** An item was dragged to that place among the items. */
  moved: (id: string, to: number) => void
}

/** Lets the items of a list be dragged to another place, with mouse, pen or finger; Escape leaves them where they were. */
export function useSorting(list: Ref<HTMLElement | null>, { items, handle, enabled, moved }: Sorting): void {
  let sortable: Sortable | undefined
  let canceled = false

  function end({
    item,
    from,
    oldIndex = 0,
    oldDraggableIndex,
    newDraggableIndex,
  }: Sortable.SortableEvent): void {
    // The order is the list's own affair: what the drag has done to the page is undone.
    item.remove()
    from.insertBefore(item, from.children[oldIndex] ?? null)
    const to = newDraggableIndex ?? 0
    if (!canceled && to !== oldDraggableIndex) moved(item.dataset.id ?? '', to)
  }

  function stop(): void {
    sortable?.destroy()
    sortable = undefined
  }

  watch(
    [list, enabled],
    async ([element, wanted]) => {
      stop()
      if (!element || !wanted) return
      const { default: library } = await import('sortablejs')
      if (sortable || list.value !== element || !enabled()) return
      sortable = library.create(element, {
        draggable: items,
        handle,
        // Pointers instead of the browser's own dragging, which buttons and phones do not have.
        forceFallback: true,
        fallbackTolerance: 6,
        touchStartThreshold: 6,
        delay: handle ? 0 : LONG_PRESS_MS,
        delayOnTouchOnly: true,
        animation: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 150,
        ghostClass: 'opacity-50',
        scrollSensitivity: 72,
        onStart: () => (canceled = false),
        onEnd: end,
      })
    },
    { immediate: true, flush: 'post' },
  )
  useEventListener(window, 'keydown', (event) => {
    if (event.key !== 'Escape' || !sortable) return
    canceled = true
    document.dispatchEvent(new PointerEvent('pointerup'))
  })
  onScopeDispose(stop)
}
