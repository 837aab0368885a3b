import { useResizeObserver } from '@vueuse/core'
import { onMounted, ref, type Ref } from 'vue'

/** How wide an element is, in pixels; known before it is first painted, so that nothing laid out by it moves afterwards. */
export function useWidth(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<number>> {
  const width = ref(0)
  function measure(): void {
    width.value = element.value?.clientWidth ?? 0
  }
  onMounted(measure)
  useResizeObserver(element, measure)
  return width
}
