import { computed, ref, shallowRef, toValue, type MaybeRefOrGetter } from 'vue'
import { MOST_AT_ONCE, type Matching } from './galleryApi'

export type Selection = ReturnType<typeof useSelection>

const NONE: ReadonlySet<string> = new Set()

/**
 * Which pictures are ticked: single ones, no more than the server handles at once, or all that match a filter but some. It lives
 * with the list on the screen.
 */
export function useSelection(limit: MaybeRefOrGetter<number> = MOST_AT_ONCE) {
  const ids = shallowRef(NONE)
  const active = ref(false)
  /** Where a range begins: the one that was ticked last. */
  const anchor = shallowRef<string>()
  /** More was wanted than may be. */
  const full = ref(false)
  /** All that match are ticked; `ids` are those that are not. */
  const matching = shallowRef<{ filter: Matching; total: number }>()

  function set(next: ReadonlySet<string>): void {
    const most = toValue(limit)
    full.value = next.size > most
    ids.value = full.value ? new Set([...next].slice(0, most)) : next
  }

  return {
    ids,
    active,
    anchor,
    full,
    get most() {
      return toValue(limit)
    },
    /** What the server is asked to change, when all that match are ticked. */
    matching: computed<Matching | undefined>(
      () => matching.value && { ...matching.value.filter, except: [...ids.value] },
    ),
    size: computed(() =>
      matching.value ? Math.max(0, matching.value.total - ids.value.size) : ids.value.size,
    ),
    has: (id: string) => id !== '' && ids.value.has(id) === (matching.value === undefined),
    toggle(id: string): void {
      active.value = true
      anchor.value = id
      const next = new Set(ids.value)
      if (next.delete(id)) return set(next)
      // Of a single one, another takes the place.
      if (limit === 1) next.clear()
      set(next.add(id))
    },
    /** Ticks all of these besides what is ticked. */
    add(more: Iterable<string>): void {
      active.value = true
      const next = new Set(ids.value)
      for (const id of more)
        if (matching.value) next.delete(id)
        else next.add(id)
      set(next)
    },
    /** Ticks all that match, of which there are so many. */
    addMatching(filter: Matching, total: number): void {
      active.value = true
      set(NONE)
      matching.value = { filter, total }
    },
    /** Ticks none, and goes on. */
    clear(): void {
      matching.value = undefined
      set(NONE)
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
      matching.value = undefined
      set(NONE)
    },
  }
}
