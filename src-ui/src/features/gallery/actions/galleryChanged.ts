import type { QueryClient } from '@tanstack/vue-query'

/** What was asked about the gallery and is not right any more after a change: counts, the trash, neighbours, entries. */
export function galleryChanged(cache: QueryClient): void {
  for (const part of ['facets', 'trash', 'beside', 'entry'])
    void cache.invalidateQueries({ queryKey: ['gallery', part] })
}
