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

/** The ticked ones by their ids, or all that match a filter but some. */
export type Target = { ids: string[] } | { filter: Matching }

export interface Matching {
  q?: string
  model?: string
  configId?: string
  aspectRatio?: string
  favorite?: boolean
  from?: string
  to?: string
  except?: string[]
}

/** All that these filters lead to. */
export function matching(filters: GalleryFilters): Matching {
  const { favorite: _favorite, sort: _sort, ...narrowed } = apiQueryOf(filters)
  return { ...narrowed, favorite: filters.favorite ? true : undefined }
}

export const fetchTimeline = (filters: GalleryFilters) =>
  ok(
    api.GET('/api/gallery/timeline', {
      params: {
        query: { ...apiQueryOf(filters), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
      },
    }),
  )

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

export const deleteEntries = (target: Target) => ok(api.POST('/api/gallery/delete', { body: target }))

export const restoreEntries = (which: { ids: string[] } | { deletedAt: string } | { all: true }) =>
  ok(api.POST('/api/gallery/restore', { body: which }))

export const markFavorites = (target: Target, favorite: boolean) =>
  ok(api.POST('/api/gallery/favorite', { body: { ...target, favorite } }))

/** An address at which the browser itself fetches the ZIP, so that it never lies in the page's memory. */
export const prepareDownload = (target: Target) => ok(api.POST('/api/gallery/downloads', { body: target }))

export const purgeEntries = (ids: string[]) => ok(api.POST('/api/gallery/trash/delete', { body: { ids } }))

export const fetchTrash = (cursor: string | undefined, signal: AbortSignal) =>
  ok(api.GET('/api/gallery/trash', { params: { query: { cursor, limit: '50' } }, signal }))

export const emptyTrash = () => ok(api.DELETE('/api/gallery/trash'))
