import { computed, ref, shallowRef } from 'vue'
import { MOST_AT_ONCE } from './galleryApi'

export type Selection = ReturnType<typeof useSelection>

/** Which pictures are ticked. It lives with the list on the screen; no more than the server handles at once. */
export function useSelection(most = MOST_AT_ONCE) {
  const ids = shallowRef<ReadonlySet<string>>(new Set())
  const active = ref(false)
  /** Where a range begins: the one that was ticked last. */
  const anchor = shallowRef<string>()
  /** More was wanted than may be. */
  const full = ref(false)

  function set(next: ReadonlySet<string>): void {
    full.value = next.size > most
    ids.value = full.value ? new Set([...next].slice(0, most)) : next
  }

  return {
    ids,
    active,
    anchor,
    full,
    most,
    size: computed(() => ids.value.size),
    has: (id: string) => ids.value.has(id),
    toggle(id: string): void {
      active.value = true
      anchor.value = id
      const next = new Set(ids.value)
      if (next.delete(id)) return set(next)
      // With room for one, another takes its place.
      if (most === 1) next.clear()
      set(next.add(id))
    },
    /** Ticks all of these besides what is ticked. */
    add(more: Iterable<string>): void {
      active.value = true
      set(new Set([...ids.value, ...more]))
    },
    /** What was deleted is no longer ticked. */
    drop(gone: readonly string[]): void {
      const next = new Set(ids.value)
      gone.forEach((id) => next.delete(id))
      set(next)
    },
    begin: () => void (active.value = true),
    end(): void {
      active.value = false
      anchor.value = undefined
      set(new Set())
    },
  }
}
