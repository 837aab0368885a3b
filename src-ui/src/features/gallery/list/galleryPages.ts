import { computed, shallowRef } from 'vue'
import type { GalleryEntry, GalleryPage } from '@/shared/api/types'
import * as pageList from './pageList'
import type { Page, PlannedRun } from './pageList'

export type FetchPage = (
  cursor: string | undefined,
  limit: number,
  signal: AbortSignal,
) => Promise<GalleryPage>

/** What is left of a list for a reload of the page: how long it was and how to get its parts. */
export interface Outline {
  pages: Page[]
  total: number
}

/** The first rows come quickly, the others in larger parts. */
const FIRST = 48
const PART = 100
/** The server's limit, for loading a part again that may have grown. */
const MOST = 200
const MOST_ROUNDS = 5
/** Loads the next part while this many entries are still to come. */
const AHEAD = 60
/** Pages kept on each side of what is in sight: about a thousand entries in memory, however long the list is. */
const KEPT = 5

export type GalleryPages = ReturnType<typeof createGalleryPages>

/**
 * The list of one search, as far as it was scrolled. The server pages it by keyset: parts far from what is in sight are
 * dropped, and their cursors say how to get them again. Why it is not the query cache's: docs/adr/0036.
 */
export function createGalleryPages(fetchPage: FetchPage, oldestFirst: boolean, outline?: Outline) {
  const pages = shallowRef<readonly Page[]>(outline?.pages ?? [])
  const total = shallowRef(outline?.total ?? 0)
  const failure = shallowRef<unknown>(null)
  const inFlight = new Map<string, Promise<void>>()
  /** Entries whose deletion the server has not confirmed yet. */
  const leaving = new Set<string>()
  /** For each answer that is on its way the entries that it may still hold and that must not come back with it. */
  const outdated = new Set<Set<string>>()
  const controller = new AbortController()
  let freshAt = 0
  /** Grows whenever somebody says that the list is not right any more, also of an answer that is on its way. */
  let edition = 0

  const count = computed(() => pages.value.reduce((sum, page) => sum + page.count, 0))
  const loaded = computed(() => pages.value.length > 0)
  const complete = computed(() => pages.value.at(-1)?.next === null)

  function load(index: number): Promise<void> {
    const known = pages.value[index]
    const cursor = known ? known.cursor : (pages.value.at(-1)?.next ?? undefined)
    const key = cursor ?? ''
    const asked = edition
    const started =
      inFlight.get(key) ??
      take(index, known, cursor).finally(() => {
        inFlight.delete(key)
        if (asked !== edition) askWhereEmpty()
      })
    inFlight.set(key, started)
    return started
  }

  async function take(index: number, known: Page | undefined, cursor: string | undefined): Promise<void> {
    const asked = edition
    const gone = new Set(leaving)
    outdated.add(gone)
    try {
      const unseen = known && !known.shapes
      const [page, ...rest] = unseen ? await readPlanned(known, gone) : [await read(known, cursor, gone)]
      if (!page) return
      const fresh = { ...page, stale: asked !== edition }
      failure.value = null
      if (index === 0) freshAt = Date.now()
      // Pages before it may have been split meanwhile, or the list begun anew.
      const at = known ? pages.value.findIndex((other) => other.cursor === cursor) : -1
      const last = pages.value.at(-1)
      if (at >= 0) pages.value = pages.value.toSpliced(at, 1, fresh, ...rest)
      else if (!known && (last ? last.next : undefined) === cursor) pages.value = [...pages.value, fresh]
    } catch (error) {
      if (!controller.signal.aborted) failure.value = error
    } finally {
      outdated.delete(gone)
    }
  }

  /** Reads up to where the next page is known to begin, so that nothing is shown twice or left out. */
  async function read(
    known: Page | undefined,
    cursor: string | undefined,
    gone: ReadonlySet<string>,
  ): Promise<Page> {
    const end = known?.next ? known.end : undefined
    const entries: GalleryEntry[] = []
    const shown = () => entries.filter(({ id }) => !gone.has(id))
    let from = cursor
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const limit = known ? MOST : cursor ? PART : FIRST
      const answer = await fetchPage(from, limit, controller.signal)
      total.value = answer.total
      const own = answer.entries.filter(
        (entry) => !end || pageList.compare(pageList.placeOf(entry), end, oldestFirst) <= 0,
      )
      entries.push(...own)
      from = answer.nextCursor ?? undefined
      if (!end) {
        const last = entries.at(-1)
        const page = { cursor, next: answer.nextCursor ?? null, end: last && pageList.placeOf(last) }
        return pageList.withEntries({ ...page, count: 0, days: [] }, shown())
      }
      if (own.length < answer.entries.length || !from) break
    }
    return pageList.withEntries(known as Page, shown())
  }

  /** Reads the first part of a planned page; it may be more than was counted, and then the rest stays planned. */
  async function readPlanned(known: Page, gone: ReadonlySet<string>): Promise<Page[]> {
    const answer = await fetchPage(known.cursor, MOST, controller.signal)
    total.value = answer.total
    const { end } = known
    const own = answer.entries.filter(
      (entry) => !end || pageList.compare(pageList.placeOf(entry), end, oldestFirst) <= 0,
    )
    const whole = own.length < answer.entries.length || !answer.nextCursor
    const next = whole ? undefined : (answer.nextCursor ?? undefined)
    return pageList.seen(
      known,
      own.filter(({ id }) => !gone.has(id)),
      next,
    )
  }

  /** Tells what is in sight: loads what is missing there, looks ahead, and drops what is far away. */
  function need(first: number, last: number): void {
    const end = Math.max(0, pages.value.length - 1)
    let from = pageList.locate(pages.value, first)?.page ?? end
    let to = pageList.locate(pages.value, last)?.page ?? end
    // In the empty ones beside them there may be something again.
    while (pages.value[from - 1]?.count === 0) from--
    while (pages.value[to + 1]?.count === 0) to++
    pages.value = pageList.dropFar(pages.value, from, to, KEPT)
    if (failure.value !== null) return
    for (let index = from; index <= to; index++) {
      const page = pages.value[index]
      if (!page?.entries || page.stale) void load(index)
    }
    if (!complete.value && last >= count.value - AHEAD) void load(pages.value.length)
  }

  /** The entries from one index to another; parts that were dropped are loaded again. */
  async function between(first: number, last: number): Promise<GalleryEntry[]> {
    const from = pageList.locate(pages.value, first)?.page ?? 0
    // Planned parts are split when they come.
    const to = () => pageList.locate(pages.value, last)?.page ?? pages.value.length - 1
    for (let index = from; index <= to(); index++) if (!pages.value[index]?.entries) await load(index)
    return Array.from({ length: last - first + 1 }, (_, offset) => entryAt(first + offset)).flatMap(
      (entry) => entry ?? [],
    )
  }

  function entryAt(index: number): GalleryEntry | undefined {
    const place = pageList.locate(pages.value, index)
    return place && pages.value[place.page]?.entries?.[place.offset]
  }

  /** Of an empty list nothing is in sight that would ask. */
  function askWhereEmpty(): void {
    if (loaded.value && count.value === 0) need(0, 0)
  }

  const all = () => pages.value.flatMap((page) => page.entries ?? [])

  function insert(entries: readonly GalleryEntry[]): void {
    for (const { id } of entries) for (const set of [leaving, ...outdated]) set.delete(id)
    const before = count.value
    pages.value = entries.reduce((list, entry) => pageList.insertEntry(list, entry, oldestFirst), pages.value)
    total.value += count.value - before
  }

  /** Takes entries out that are about to be deleted; `removed` tells that they are. */
  function remove(ids: ReadonlySet<string>): GalleryEntry[] {
    for (const id of ids) for (const set of [leaving, ...outdated]) set.add(id)
    const removed = all().filter(({ id }) => ids.has(id))
    pages.value = pageList.changeEntries(pages.value, ids, () => [])
    total.value = Math.max(0, total.value - removed.length)
    return removed
  }

  return {
    pages,
    total,
    failure,
    /** How many entries the parts known so far have. */
    count,
    loaded,
    complete,
    /** Known to the end, and nothing in it. */
    empty: computed(() => complete.value && count.value === 0),
    entryAt,
    between,
    need,
    insert,
    remove,
    /** The server has deleted them: what it answers from now on is right again. */
    removed: (ids: Iterable<string>) => {
      for (const id of ids) leaving.delete(id)
    },
    load: () => load(0),
    /** Makes the list as long as the server counts it, once nothing is on its way. */
    async plan(runs: readonly PlannedRun[]): Promise<void> {
      while (inFlight.size > 0) await Promise.allSettled(inFlight.values())
      pages.value = [...pages.value, ...pageList.plan(pages.value, runs)]
    },
    /** So much has changed that the list begins anew. */
    reset(): Promise<void> {
      edition++
      pages.value = []
      return load(0)
    },
    indexOf: (id: string) => pageList.indexOf(pages.value, id),
    find: (id: string) => entryAt(pageList.indexOf(pages.value, id)),
    all,
    patch(ids: ReadonlySet<string>, change: Partial<GalleryEntry>): void {
      pages.value = pageList.changeEntries(pages.value, ids, (entry) => [{ ...entry, ...change }])
    },
    /** Somebody else may have changed the list: each part is loaded again when it is in sight. */
    outdate(olderThanMs = 0): void {
      if (Date.now() - freshAt < olderThanMs) return
      pages.value = pages.value.map((page) => ({ ...page, stale: true }))
      edition++
      askWhereEmpty()
    },
    /** After a failure nothing is loaded by itself any more until this is called. */
    retry(): void {
      failure.value = null
      if (!loaded.value) void load(0)
    },
    outline: (): Outline => ({
      pages: pages.value.map(({ entries: _entries, ...page }) => page),
      total: total.value,
    }),
    abort: () => controller.abort(),
  }
}
