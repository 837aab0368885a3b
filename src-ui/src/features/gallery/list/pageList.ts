import type { GalleryEntry } from '@/shared/api/types'

/** A run of neighbours of one day (`2026-11-23`, in the time zone of the browser). */
export interface DayRun {
  day: string
  count: number
}

/** The place of an entry in the order of time; entries of the same time are ordered by id, as the server does. */
export interface Place {
  time: number
  id: string
}

/**
 * A part of a list. Its entries may have been dropped to bound the memory; what is left says how to get them again and
 * how much room they take.
 */
export interface Page {
  /** Where it begins; undefined for the first. */
  cursor?: string
  /** Where the page after it begins; null after the last. */
  next: string | null
  /** The place of its last entry when it was loaded; what comes after belongs to the next page. */
  end?: Place
  count: number
  days: readonly DayRun[]
  /** Width by height of each entry, which stays when the entries are dropped; undefined before they were seen. */
  shapes?: readonly number[]
  entries?: readonly GalleryEntry[]
  /** Shown as it is, and loaded again when it is in sight. */
  stale?: boolean
}

export function placeOf(entry: GalleryEntry): Place {
  return { time: Date.parse(entry.createdAt), id: entry.id }
}

/** Less than 0 when `a` comes before `b` in a list of that order. */
export function compare(a: Place, b: Place, oldestFirst: boolean): number {
  const order = a.time - b.time || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  return oldestFirst ? order : -order
}

/** The page with other entries. */
export function withEntries(page: Page, entries: readonly GalleryEntry[]): Page {
  const days: DayRun[] = []
  for (const entry of entries) {
    const day = dayOf(new Date(entry.createdAt))
    const last = days.at(-1)
    if (last?.day === day) last.count++
    else days.push({ day, count: 1 })
  }
  return { ...page, entries, count: entries.length, days, shapes: entries.map(shapeOf) }
}

/** To two digits, since a reload of the page keeps those of a whole list. One of unknown size is taken as a square. */
function shapeOf({ width, height }: GalleryEntry): number {
  return width > 0 && height > 0 ? Math.round((100 * width) / height) / 100 : 1
}

export function dayOf(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
}

/** Which page holds the entry of that index, and where in it; undefined beyond what is known. */
export function locate(pages: readonly Page[], index: number): { page: number; offset: number } | undefined {
  let offset = index
  for (const [page, { count }] of pages.entries()) {
    if (offset < count) return { page, offset }
    offset -= count
  }
  return undefined
}

/** A run of entries of one day, as the server counts them: where its list starts, as a cursor and as a time. */
export interface PlannedRun extends DayRun {
  cursor: string
  start: string
}

/** Runs are joined until a page has so many entries, since days with few would take a request each. */
const PLANNED = 100

/**
 * The pages behind those that are known, none of which was seen yet: as many entries as the server counts, with the places
 * where they begin and end. So the list is as long as it will be, and any part of it can be loaded.
 */
export function plan(known: readonly Page[], runs: readonly PlannedRun[]): Page[] {
  const last = known.at(-1)
  if (!last?.next) return []
  let seen = known.reduce((sum, page) => sum + page.count, 0)
  const pages: Page[] = []
  let page: Page | undefined
  runs.forEach((run, index) => {
    const count = Math.max(0, run.count - seen)
    seen = Math.max(0, seen - run.count)
    if (count === 0) return
    page ??= { cursor: pages.length > 0 ? run.cursor : (last.next as string), next: null, count: 0, days: [] }
    page = { ...page, count: page.count + count, days: [...page.days, { day: run.day, count }] }
    const after = runs[index + 1]
    if (after && page.count < PLANNED) return
    pages.push(after ? { ...page, next: after.cursor, end: { time: Date.parse(after.start), id: '' } } : page)
    page = undefined
  })
  return pages
}

/**
 * A page that was planned, now that its first entries are there.
 *
 * @param next where the list goes on after them; undefined when they are all of the page
 */
export function seen(page: Page, entries: readonly GalleryEntry[], next: string | undefined): Page[] {
  const last = entries.at(-1)
  if (!next || !last) return [withEntries(page, entries)]
  let left = entries.length
  const days = page.days.flatMap(({ day, count }) => {
    const rest = Math.max(0, count - left)
    left = Math.max(0, left - count)
    return rest > 0 ? [{ day, count: rest }] : []
  })
  const count = days.reduce((sum, run) => sum + run.count, 0)
  return [withEntries({ ...page, next, end: placeOf(last) }, entries), { ...page, cursor: next, count, days }]
}

/** The index of a loaded entry in the whole list; -1 when it is not loaded. */
export function indexOf(pages: readonly Page[], id: string): number {
  let first = 0
  for (const { entries, count } of pages) {
    const offset = entries?.findIndex((entry) => entry.id === id) ?? -1
    if (offset >= 0) return first + offset
    first += count
  }
  return -1
}

/** Drops the entries of the pages that are more than `keep` away from those in sight. */
export function dropFar(pages: readonly Page[], first: number, last: number, keep: number): readonly Page[] {
  const far = (page: number) => page < first - keep || page > last + keep
  if (!pages.some((page, index) => page.entries && far(index))) return pages
  return pages.map((page, index) => (page.entries && far(index) ? { ...page, entries: undefined } : page))
}

/**
 * Changes the entries of those ids where they are, or takes them out. Those in dropped pages are not found: as the server
 * has them they come when the page is loaded again.
 */
export function changeEntries(
  pages: readonly Page[],
  ids: ReadonlySet<string>,
  change: (entry: GalleryEntry) => GalleryEntry[],
): readonly Page[] {
  return pages.map((page) =>
    page.entries?.some(({ id }) => ids.has(id))
      ? withEntries(
          page,
          page.entries.flatMap((entry) => (ids.has(entry.id) ? change(entry) : entry)),
        )
      : page,
  )
}

/** Puts an entry where it belongs; into a page that is not loaded it comes with the page. */
export function insertEntry(
  pages: readonly Page[],
  entry: GalleryEntry,
  oldestFirst: boolean,
): readonly Page[] {
  const place = placeOf(entry)
  const target = pages.findIndex(
    ({ end, next }) => next === null || (end !== undefined && compare(place, end, oldestFirst) <= 0),
  )
  const page = pages[target]
  if (!page?.entries || page.entries.some((other) => other.id === entry.id)) return pages
  const at = page.entries.findIndex((other) => compare(place, placeOf(other), oldestFirst) < 0)
  const entries = page.entries.toSpliced(at < 0 ? page.entries.length : at, 0, entry)
  return pages.with(target, withEntries(page, entries))
}
