import { useQuery } from '@tanstack/vue-query'
import { computed, watch, type Ref } from 'vue'
import { ApiFailure } from '@/shared/api/problem'
import type { GalleryEntry } from '@/shared/api/types'
import type { GalleryFilters } from '../filters/filters'
import { fetchBeside, fetchEntry } from '../galleryApi'
import { keyOf } from '../list/galleryLists'
import type { GalleryPages } from '../list/galleryPages'

/** What the viewer needs of the list that it is opened over. */
export type PictureList = Pick<GalleryPages, 'find' | 'indexOf' | 'entryAt' | 'need' | 'total'>

/** So many before and after it are in the filmstrip. */
const REACH = 20

interface Opened {
  id: Readonly<Ref<string>>
  list: () => PictureList | undefined
  filters: () => GalleryFilters
  /** What is being deleted, and so in no list: it is not asked for, since the answer would be a 404. */
  leaving: Readonly<Ref<string | undefined>>
}

/**
 * The opened picture and those beside it: of the list where it is loaded, and asked for where not, as when a link leads
 * into the middle of a gallery.
 */
export function useNeighbours({ id, list, filters, leaving }: Opened) {
  const index = computed(() => list()?.indexOf(id.value) ?? -1)
  const known = computed(() => list()?.find(id.value))

  const {
    data: asked,
    error,
    refetch,
  } = useQuery({
    queryKey: ['gallery', 'entry', id] as const,
    queryFn: ({ signal, queryKey }) => fetchEntry(queryKey[2], signal),
    enabled: () => known.value === undefined && id.value !== leaving.value,
    // What was not found will not be.
    retry: (failures, problem) => failures < 2 && problem instanceof ApiFailure && problem.offline,
  })
  const entry = computed<GalleryEntry | undefined>(
    () => known.value ?? (asked.value?.id === id.value ? asked.value : undefined),
  )

  function beside(step: -1 | 1) {
    const older = computed(() => (step === 1) !== (filters().oldestFirst ?? false))
    const { data } = useQuery({
      queryKey: ['gallery', 'beside', id, older, computed(() => keyOf(filters()))],
      queryFn: async ({ signal }) =>
        (entry.value && (await fetchBeside(entry.value.createdAt, older.value, filters(), signal))) ?? null,
      enabled: () => index.value < 0 && entry.value !== undefined,
    })
    return computed(() =>
      index.value >= 0
        ? list()?.entryAt(index.value + step)
        : index.value < 0
          ? (data.value ?? undefined)
          : undefined,
    )
  }

  // The list grows, and comes back where it was dropped, as one leafs through it.
  watch(index, (at) => at >= 0 && list()?.need(Math.max(0, at - REACH), at + REACH), { immediate: true })

  return {
    entry,
    failure: error,
    retry: () => void refetch(),
    index,
    total: computed(() => list()?.total.value ?? 0),
    previous: beside(-1),
    next: beside(1),
  }
}
