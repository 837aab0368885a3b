import { useEventListener } from '@vueuse/core'
import { onScopeDispose, shallowRef, type Ref } from 'vue'

const PIXELS_TO_DRAG = 6
const LONG_PRESS_MS = 350

/**
 * Dragging the items of a list to another place: at once with a mouse, after a long press with a finger, so that a swipe
 * still scrolls. An item has its id in `data-reference`; it moves while it is dragged.
 */
export function useReorder(list: Ref<HTMLElement | null>, move: (id: string, to: number) => void) {
  const dragged = shallowRef<string | null>(null)
  let start: { id: string; x: number; y: number } | null = null
  let press: ReturnType<typeof setTimeout> | undefined
  let moved = false

  const idAt = (element: Element | null) =>
    element?.closest<HTMLElement>('[data-reference]')?.dataset.reference

  function end(): void {
    clearTimeout(press)
    start = null
    dragged.value = null
  }

  function far({ clientX, clientY }: PointerEvent): boolean {
    return start !== null && Math.hypot(clientX - start.x, clientY - start.y) > PIXELS_TO_DRAG
  }

  useEventListener(list, 'pointerdown', (event: PointerEvent) => {
    const id = idAt(event.target as Element)
    if (!id || event.button !== 0) return
    moved = false
    start = { id, x: event.clientX, y: event.clientY }
    if (event.pointerType === 'touch') press = setTimeout(() => (dragged.value = id), LONG_PRESS_MS)
  })
  useEventListener(window, 'pointermove', (event: PointerEvent) => {
    if (!start) return
    if (dragged.value === null) {
      if (!far(event)) return
      if (event.pointerType === 'touch') return end()
      dragged.value = start.id
    }
    const over = idAt(document.elementFromPoint(event.clientX, event.clientY))
    if (!over || over === dragged.value || !list.value) return
    const ids = [...list.value.querySelectorAll<HTMLElement>('[data-reference]')].map(
      ({ dataset }) => dataset.reference,
    )
    if (!ids.includes(over)) return
    moved = true
    move(dragged.value, ids.indexOf(over))
  })
  useEventListener(window, ['pointerup', 'pointercancel'], end)
  // A finger that drags an item must not scroll; only a listener that is not passive can say so.
  useEventListener(
    list,
    'touchmove',
    (event: TouchEvent) => {
      if (dragged.value !== null) event.preventDefault()
    },
    { passive: false },
  )
  useEventListener(list, 'contextmenu', (event: Event) => {
    if (dragged.value !== null) event.preventDefault()
  })
  // What ends a drag is no click.
  useEventListener(
    list,
    'click',
    (event: Event) => {
      if (!moved) return
      moved = false
      event.stopPropagation()
    },
    { capture: true },
  )
  onScopeDispose(end)

  return { dragged }
}
