import { useResizeObserver } from '@vueuse/core'
import { computed, onMounted, ref, type ShallowRef } from 'vue'

/** How many squares of which size fit beside each other, in pixels, and where the grid begins in what scrolls. */
export function useGridSize(root: Readonly<ShallowRef<HTMLElement | null>>, contained: boolean) {
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

  const size = computed(() => {
    const gap = width.value < 640 ? 3 : 8
    const wanted = width.value < 640 ? 104 : width.value < 1000 ? 150 : 190
    const columns = Math.max(3, Math.floor((width.value + gap) / (wanted + gap)))
    return { gap, columns, cell: Math.max(1, (width.value - gap * (columns - 1)) / columns) }
  })
  return { size, top }
}
