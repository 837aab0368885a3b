import { onScopeDispose, readonly, ref, watch, type Ref } from 'vue'

/**
 * True while something is wanted, but not before the page was painted once: what takes long to make must not hold up the answer to
 * the press that asked for it.
 */
export function useAfterPaint(wanted: () => boolean): Readonly<Ref<boolean>> {
  const ready = ref(false)
  let frame = 0
  let painted: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    cancelAnimationFrame(frame)
    clearTimeout(painted)
  }

  watch(
    wanted,
    (now) => {
      stop()
      ready.value = false
      // A frame is painted after its callbacks, and before the next task.
      if (now) frame = requestAnimationFrame(() => (painted = setTimeout(() => (ready.value = true))))
    },
    { immediate: true, flush: 'sync' },
  )
  onScopeDispose(stop)
  return readonly(ready)
}
