import { useEventListener } from '@vueuse/core'
import type { ShallowRef } from 'vue'
import type { GalleryEntry } from '@/shared/api/types'
import type { GalleryPages } from '../list/galleryPages'
import type { Selection } from '../selection'

const LONG_PRESS_MS = 450
const STILL_PX = 10

export interface GridActions {
  list: () => GalleryPages
  selection: Selection
  /** Only ticking, no opening. */
  picking: boolean
  open: (entry: GalleryEntry) => void
  remove: (ids: string[]) => void
  move: (key: string) => void
}

const MOVES = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'])

/** Clicks, long presses and keys of the grid, heard once for all cells. */
export function useGridInput(root: Readonly<ShallowRef<HTMLElement | null>>, actions: GridActions): void {
  const { list, selection } = actions
  let press: { timer: ReturnType<typeof setTimeout>; x: number; y: number } | undefined
  let pressed = false

  useEventListener(root, 'click', (event) => {
    const index = indexAt(event)
    const entry = index === undefined ? undefined : list().entryAt(index)
    if (index === undefined || !entry) return
    if (pressed) {
      // The finger that ticked by a long press is lifted.
      pressed = false
      return event.preventDefault()
    }
    const ticks =
      actions.picking || selection.active.value || (event.target as Element).closest('[data-tick]')
    if (event.shiftKey) void extendTo(index)
    else if (ticks) selection.toggle(entry.id)
    else if (event.ctrlKey || event.metaKey) return
    else actions.open(entry)
    event.preventDefault()
  })

  useEventListener(root, 'keydown', (event) => {
    const index = indexAt(event)
    if (index === undefined || event.altKey) return
    const entry = list().entryAt(index)
    if (MOVES.has(event.key)) actions.move(event.key)
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && selection.most > 1)
      selection.add(
        list()
          .all()
          .map(({ id }) => id),
      )
    else if (!entry) return
    else if (event.key === ' ' && event.shiftKey) void extendTo(index)
    else if (event.key === ' ') selection.toggle(entry.id)
    else if (event.key === 'Enter' && !actions.picking) actions.open(entry)
    else if (event.key === 'Delete' && !actions.picking && !event.repeat)
      // A held key is one press.
      actions.remove(selection.size.value > 0 ? [...selection.ids.value] : [entry.id])
    else return
    event.preventDefault()
  })

  useEventListener(root, 'pointerdown', (event) => {
    pressed = false
    cancel()
    const index = indexAt(event)
    if (event.pointerType === 'mouse' || index === undefined || actions.picking) return
    const timer = setTimeout(() => {
      press = undefined
      const entry = list().entryAt(index)
      if (!entry) return
      pressed = true
      navigator.vibrate?.(10)
      selection.toggle(entry.id)
    }, LONG_PRESS_MS)
    press = { timer, x: event.clientX, y: event.clientY }
  })
  useEventListener(root, 'pointermove', (event) => {
    if (press && Math.hypot(event.clientX - press.x, event.clientY - press.y) > STILL_PX) cancel()
  })
  useEventListener(root, ['pointerup', 'pointercancel'], cancel)
  useEventListener(root, 'contextmenu', (event) => {
    // On a phone the long press ticks instead of offering to save the small picture.
    if (pressed || press) event.preventDefault()
  })

  function cancel(): void {
    if (press) clearTimeout(press.timer)
    press = undefined
  }

  async function extendTo(index: number): Promise<void> {
    const anchor = list().indexOf(selection.anchor.value ?? '')
    const from = anchor < 0 ? index : anchor
    const range = await list().between(Math.min(from, index), Math.max(from, index))
    selection.anchor.value ??= range[0]?.id
    selection.add(range.map(({ id }) => id))
  }
}

function indexAt(event: Event): number | undefined {
  const cell = (event.target as Element).closest<HTMLElement>('[data-index],[data-tick]')
  const index = cell?.dataset.index ?? cell?.dataset.tick
  return index === undefined ? undefined : Number(index)
}
