import { api, ok } from '@/shared/api/client'
import { apiQueryOf, type GalleryFilters } from './filters/filters'
import type { FetchPage } from './list/galleryPages'

/** The calls of the gallery; at most {@link MOST_AT_ONCE} ids go with one. */
export const MOST_AT_ONCE = 1000

export function pageFetcher(filters: GalleryFilters): FetchPage {
  const narrowed = apiQueryOf(filters)
  return (cursor, limit, signal) =>
    ok(
      api.GET('/api/gallery', {
        params: { query: { ...narrowed, cursor, limit: String(limit) } },
        signal,
      }),
    )
}

export async function fetchEntry(id: string, signal?: AbortSignal) {
  const { entry } = await ok(api.GET('/api/gallery/{id}', { params: { path: { id } }, signal }))
  return entry
}

/** The newest of those that are older, or the oldest of those that are newer, than a time. */
export async function fetchBeside(
  createdAt: string,
  older: boolean,
  filters: GalleryFilters,
  signal: AbortSignal,
) {
  const { from, to, ...narrowed } = apiQueryOf(filters)
  const query = older
    ? { ...narrowed, from, to: createdAt, sort: 'newest' }
    : { ...narrowed, from: new Date(Date.parse(createdAt) + 1).toISOString(), to, sort: 'oldest' }
  const { entries } = await ok(
    api.GET('/api/gallery', { params: { query: { ...query, limit: '1' } }, signal }),
  )
  return entries[0]
}

export const fetchFacets = (signal: AbortSignal) => ok(api.GET('/api/gallery/facets', { signal }))

export const deleteEntries = (ids: string[]) => ok(api.POST('/api/gallery/delete', { body: { ids } }))

export const restoreEntries = (ids: string[]) => ok(api.POST('/api/gallery/restore', { body: { ids } }))

export const markFavorites = (ids: string[], favorite: boolean) =>
  ok(api.POST('/api/gallery/favorite', { body: { ids, favorite } }))

/** An address at which the browser itself fetches the ZIP, so that it never lies in the page's memory. */
export const prepareDownload = (ids: string[]) => ok(api.POST('/api/gallery/downloads', { body: { ids } }))

export const fetchTrash = (cursor: string | undefined, signal: AbortSignal) =>
  ok(api.GET('/api/gallery/trash', { params: { query: { cursor, limit: '50' } }, signal }))

export const emptyTrash = () => ok(api.DELETE('/api/gallery/trash'))
