import type { LocationQuery, LocationQueryRaw } from 'vue-router'

/** What a gallery list is narrowed to. `from` and `to` are days (`2026-11-23`) of the browser's time zone, both included. */
export interface GalleryFilters {
  q?: string
  model?: string
  config?: string
  ratio?: string
  from?: string
  to?: string
  favorite?: boolean
  oldestFirst?: boolean
}

/** Those that a chip shows; the search is in its field and the order in its menu. */
export const CHIPS = ['favorite', 'model', 'config', 'ratio', 'from', 'to'] as const

export type ChipName = (typeof CHIPS)[number]

const TEXTS = ['q', 'model', 'config', 'ratio'] as const
const DAYS = ['from', 'to'] as const

/** Reads the filters out of an address; what makes no sense is left out. */
export function filtersOf(query: LocationQuery): GalleryFilters {
  const filters: GalleryFilters = {}
  for (const name of TEXTS) {
    const value = one(query[name])?.trim()
    if (value) filters[name] = value
  }
  for (const name of DAYS) {
    const value = one(query[name])
    if (value && startOfDay(value)) filters[name] = value
  }
  if (one(query.favorite) === 'true') filters.favorite = true
  if (one(query.sort) === 'oldest') filters.oldestFirst = true
  return filters
}

/** The filters as a part of an address. */
export function queryOf(filters: GalleryFilters): LocationQueryRaw {
  const { favorite, oldestFirst, ...texts } = filters
  const query: LocationQueryRaw = {}
  for (const [name, value] of Object.entries(texts)) if (value) query[name] = value
  if (favorite) query.favorite = 'true'
  if (oldestFirst) query.sort = 'oldest'
  return query
}

/** The filters as the API wants them: days become times, because the server's days may begin at another hour. */
export function apiQueryOf(filters: GalleryFilters) {
  const from = filters.from && startOfDay(filters.from)
  const to = filters.to && startOfDay(filters.to, 1)
  return {
    q: filters.q,
    model: filters.model,
    configId: filters.config,
    aspectRatio: filters.ratio,
    favorite: filters.favorite ? 'true' : undefined,
    from: from ? from.toISOString() : undefined,
    to: to ? to.toISOString() : undefined,
    sort: filters.oldestFirst ? 'oldest' : undefined,
  }
}

/** Without what the chips show. */
export const cleared = ({ q, oldestFirst }: GalleryFilters): GalleryFilters => ({ q, oldestFirst })

export function isNarrowed({ oldestFirst: _order, ...filters }: GalleryFilters): boolean {
  return Object.values(filters).some((value) => value)
}

export function startOfDay(day: string, later = 0): Date | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (!parts) return null
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number]
  const start = new Date(year, month - 1, date)
  if (start.getMonth() !== month - 1) return null
  return later ? new Date(year, month - 1, date + later) : start
}

function one(value: LocationQuery[string] | undefined): string | undefined {
  return (Array.isArray(value) ? value[0] : value) ?? undefined
}
