import { useEventListener } from '@vueuse/core'
import { ref, watchEffect, type Ref } from 'vue'

/** A keyboard on the screen takes more than the bars of a browser that come and go. */
const KEYBOARD_PX = 150

const TEXT =
  'textarea, input:not([type=checkbox], [type=radio], [type=range], [type=file]), [contenteditable=true]'

/**
 * Whether somebody types by a keyboard on the screen, which leaves room for little else. Marks the document with `data-typing`
 * meanwhile, for what hides then.
 */
export function useKeyboard(): Readonly<Ref<boolean>> {
  const open = ref(false)
  /** The most that the page has had at this width. */
  let full = { width: 0, height: 0 }

  function look(): void {
    const view = window.visualViewport
    const width = window.innerWidth
    // Where the keyboard makes the page smaller, only its former height tells; elsewhere what is visible of it.
    const height = Math.min(window.innerHeight, view ? view.height * view.scale : window.innerHeight)
    if (width !== full.width) full = { width, height: 0 }
    full.height = Math.max(full.height, window.innerHeight, height)
    open.value =
      full.height - height > KEYBOARD_PX &&
      window.matchMedia('(pointer: coarse)').matches &&
      document.activeElement?.matches(TEXT) === true
  }

  useEventListener(window, 'resize', look)
  useEventListener(() => window.visualViewport, 'resize', look)
  useEventListener(document, ['focusin', 'focusout'], () => setTimeout(look))
  look()
  watchEffect(() => document.documentElement.toggleAttribute('data-typing', open.value))
  return open
}
