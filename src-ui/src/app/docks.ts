import { useEventListener, useMutationObserver, useResizeObserver } from '@vueuse/core'
import { ref, type Ref } from 'vue'

/** What is docked at the foot of the screen bears this: the navigation, a composer, a toolbar. */
const DOCKED = '[data-dock]'
/** What takes more of the screen is no dock any more but a sheet, over which a message may lie. */
const HIGHEST = 0.6

/** How many pixels at the foot of the screen are taken, so that a message stands above what one needs next. */
export function useDocks(): Readonly<Ref<number>> {
  const taken = ref(0)
  let pending = 0

  function measure(): void {
    const { innerHeight } = window
    const tops = [...document.querySelectorAll(DOCKED)].flatMap((dock) => {
      const { top, bottom, height } = dock.getBoundingClientRect()
      const docked = height > 0 && bottom > innerHeight - 96 && top > innerHeight * (1 - HIGHEST)
      return docked ? [top] : []
    })
    taken.value = Math.max(0, innerHeight - Math.min(innerHeight, ...tops))
  }
  function soon(): void {
    cancelAnimationFrame(pending)
    pending = requestAnimationFrame(measure)
  }

  useEventListener(window, ['resize', 'scroll'], soon, { passive: true })
  useResizeObserver(document.body, soon)
  useMutationObserver(document.body, soon, { childList: true, subtree: true, attributeFilter: ['class'] })
  measure()
  return taken
}
