import { useEventListener } from '@vueuse/core'
import { shallowRef, type Ref } from 'vue'

/** How close to the edge of the window a drag scrolls the page, and how far each time. */
const EDGE = 72
const STEP = 12

/**
 * Dragging the items of a grid by their handles, with mouse, pen or finger. Items have their id in `data-template`; they
 * move while one is dragged, and `done` tells the end of it. Handles need `touch-action: none`.
 */
export function useDragOrder(
  grid: Ref<HTMLElement | null>,
  { move, done }: { move: (id: string, overId: string) => void; done: (kept: boolean) => void },
) {
  const dragged = shallowRef<string | null>(null)
  let at = { x: 0, y: 0 }
  let frame = 0

  function begin(id: string, event: PointerEvent): void {
    if (event.button !== 0) return
    event.preventDefault()
    dragged.value = id
    at = { x: event.clientX, y: event.clientY }
    frame = requestAnimationFrame(scroll)
  }

  function end(kept: boolean): void {
    if (dragged.value === null) return
    cancelAnimationFrame(frame)
    dragged.value = null
    done(kept)
  }

  function follow(): void {
    if (dragged.value === null) return
    const over = document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>('[data-template]')
    const id = over?.dataset.template
    if (id && id !== dragged.value && grid.value?.contains(over)) move(dragged.value, id)
  }

  function scroll(): void {
    const step = at.y < EDGE ? -STEP : at.y > window.innerHeight - EDGE ? STEP : 0
    if (step !== 0) {
      window.scrollBy(0, step)
      follow()
    }
    frame = requestAnimationFrame(scroll)
  }

  useEventListener(window, 'pointermove', (event) => {
    if (dragged.value === null) return
    at = { x: event.clientX, y: event.clientY }
    follow()
  })
  useEventListener(window, 'pointerup', () => end(true))
  useEventListener(window, 'pointercancel', () => end(false))
  useEventListener(window, 'keydown', (event) => {
    if (event.key === 'Escape') end(false)
  })

  return { dragged, begin }
}
