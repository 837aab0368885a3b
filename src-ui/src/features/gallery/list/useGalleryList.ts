import { useEventListener } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useTaskFeed } from '@/features/tasks/taskFeed'
import type { GalleryEntry } from '@/shared/api/types'
import { isNarrowed, type GalleryFilters } from '../filters/filters'
import type { GalleryPages } from './galleryPages'
import { keyOf, useGalleryLists, writeOutline } from './galleryLists'

const FRESH_MS = 15_000

/**
 * The list that the filters lead to. While another one is on its way the old one stays; the request of one that is no
 * longer wanted is aborted.
 *
 * @param atTop whether the newest pictures are in sight: only then a new one comes in at once, else it waits, because
 * everything that one looks at would move
 */
export function useGalleryList(filters: MaybeRefOrGetter<GalleryFilters>, atTop: () => boolean) {
  const lists = useGalleryLists()
  const shown = shallowRef<GalleryPages>()
  const coming = shallowRef<GalleryPages>()
  const fresh = shallowRef<readonly GalleryEntry[]>([])

  watch(
    () => keyOf(toValue(filters)),
    async () => {
      const wanted = toValue(filters)
      const list = lists.of(wanted)
      const before = coming.value
      if (before && before !== list) lists.forget(before)
      fresh.value = []
      list.failure.value = null
      coming.value = list
      if (!list.loaded.value) {
        shown.value ??= list
        await list.load()
      } else list.outdate(FRESH_MS)
      arrive(list)
      void lists.plan(list, wanted)
    },
    { immediate: true },
  )

  /** Shows the list that was waited for, unless another one is by now; where it failed the old one stays. */
  function arrive(list: GalleryPages): void {
    if (coming.value !== list || (list.failure.value !== null && shown.value !== list)) return
    coming.value = undefined
    shown.value = list
  }

  useTaskFeed().onEnded((task) => {
    const entries = task.result?.galleryEntries ?? []
    if (entries.length === 0) return
    for (const list of lists.all()) if (list !== shown.value) list.outdate()
    const wanted = toValue(filters)
    if (isNarrowed(wanted) || wanted.oldestFirst) shown.value?.outdate()
    else {
      fresh.value = [...fresh.value, ...entries]
      if (atTop()) takeFresh()
    }
  })

  function takeFresh(): void {
    shown.value?.insert(fresh.value)
    fresh.value = []
  }

  watch(atTop, (top) => top && takeFresh())
  useEventListener(window, 'focus', () => shown.value?.outdate(FRESH_MS))
  useEventListener(window, 'pagehide', () => shown.value && writeOutline(toValue(filters), shown.value))
  onScopeDispose(() => coming.value && lists.forget(coming.value))

  return {
    list: shown,
    /** Another list is on its way. */
    busy: computed(() => coming.value !== undefined && coming.value.failure.value === null),
    failure: computed(() => coming.value?.failure.value ?? shown.value?.failure.value ?? null),
    /** New pictures that wait above. */
    fresh,
    takeFresh,
    async retry(): Promise<void> {
      const list = coming.value
      if (!list) return shown.value?.retry()
      list.failure.value = null
      await list.load()
      arrive(list)
      void lists.plan(list, toValue(filters))
    },
  }
}
