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
  favorite: (entry: GalleryEntry) => void
  reuse: (entry: GalleryEntry) => void
  move: (key: string) => void
}

const MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']

/** Clicks, long presses and keys of the grid, heard once for all cells. */
export function useGridInput(root: Readonly<ShallowRef<HTMLElement | null>>, actions: GridActions): void {
  const { list, selection, picking } = actions
  /** A finger that may be about to tick by a long press, and one that has. */
  let press: { timer: ReturnType<typeof setTimeout>; x: number; y: number } | undefined
  let pressed = false

  const cellAt = (event: Event) => {
    const cell = (event.target as Element)
      .closest<HTMLElement>('[role=gridcell]')
      ?.querySelector<HTMLElement>('[data-index]')
    const index = Number(cell?.dataset.index ?? Number.NaN)
    return { index, entry: list().entryAt(index) }
  }
  const tickAll = () =>
    selection.add(
      list()
        .all()
        .map(({ id }) => id),
    )

  useEventListener(root, 'click', (event) => {
    const { index, entry } = cellAt(event)
    if (!entry) return
    const deed = (event.target as Element).closest<HTMLElement>('[data-deed]')?.dataset.deed
    if (deed === 'favorite') return actions.favorite(entry)
    if (deed === 'reuse') return actions.reuse(entry)
    const ticks = picking || selection.active.value || deed === 'tick'
    // The finger that ticked by a long press is lifted.
    if (pressed) pressed = false
    else if (event.shiftKey) void extendTo(index)
    else if (ticks) selection.toggle(entry.id)
    else if (event.ctrlKey || event.metaKey) return
    else actions.open(entry)
    event.preventDefault()
  })

  useEventListener(root, 'keydown', (event) => {
    const { index, entry } = cellAt(event)
    if (Number.isNaN(index) || event.altKey) return
    const { key, shiftKey, ctrlKey, metaKey, repeat } = event
    if (MOVES.includes(key)) actions.move(key)
    else if (key.toLowerCase() === 'a' && (ctrlKey || metaKey) && selection.most > 1) tickAll()
    else if (!entry) return
    else if (key === ' ' && shiftKey) void extendTo(index)
    else if (key === ' ') selection.toggle(entry.id)
    else if (key === 'Enter' && !picking) actions.open(entry)
    else if (key.toLowerCase() === 'f' && !picking && !ctrlKey && !metaKey && !repeat) actions.favorite(entry)
    else if (key.toLowerCase() === 'r' && !picking && !ctrlKey && !metaKey && !repeat) actions.reuse(entry)
    // A held key is one press.
    else if (key === 'Delete' && !picking && !repeat && !selection.matching.value)
      actions.remove(selection.size.value > 0 ? [...selection.ids.value] : [entry.id])
    else return
    event.preventDefault()
  })

  useEventListener(root, 'pointerdown', (event) => {
    pressed = false
    cancel()
    const { entry } = cellAt(event)
    if (event.pointerType === 'mouse' || !entry || picking) return
    const timer = setTimeout(() => {
      press = undefined
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
