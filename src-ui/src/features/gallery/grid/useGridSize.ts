import { useResizeObserver } from '@vueuse/core'
import { computed, onMounted, ref, type ShallowRef } from 'vue'
import { lineOf, useGridLook } from './gridLook'

/** How wide the grid is, how high its rows are wanted, in pixels, and where it begins in what scrolls. */
export function useGridSize(root: Readonly<ShallowRef<HTMLElement | null>>, contained: boolean) {
  const look = useGridLook()
  const width = ref(0)
  const top = ref(0)

  function measure(): void {
    if (!root.value) return
    width.value = root.value.clientWidth
    top.value = contained ? 0 : root.value.getBoundingClientRect().top + window.scrollY
  }

  onMounted(measure)
  useResizeObserver(root, measure)
  // What stands above the grid may grow and shrink.
  useResizeObserver(() => root.value?.parentElement, measure)

  const size = computed(() => ({
    width: width.value,
    gap: width.value < 640 ? 3 : 8,
    line: lineOf(look.size, width.value),
    square: look.square,
  }))
  return { size, top }
}
