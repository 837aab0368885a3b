import { useQueryClient } from '@tanstack/vue-query'
import { defineStore } from 'pinia'
import { watch } from 'vue'
import { onOtherTabs } from '@/shared/live/otherTabs'
import { useSession } from '@/shared/session'
import { readStored, writeStored } from '@/shared/stored'
import type { GalleryFilters } from '../filters/filters'
import { fetchTimeline, pageFetcher } from '../galleryApi'
import { createGalleryPages, type GalleryPages, type Outline } from './galleryPages'

/** How many lists are kept for coming back to them: the whole gallery and the last searches. */
const KEPT = 4
const OUTLINE = 'studio.gallery.outline'

/** The lists of the gallery that were looked at last, and what is to be done with all of them when pictures change. */
export const useGalleryLists = defineStore('gallery-lists', () => {
  const lists = new Map<string, GalleryPages>()
  const session = useSession()
  const cache = useQueryClient()

  /** The list of these filters: the one that was already scrolled, when there is one. */
  function of(filters: GalleryFilters): GalleryPages {
    const key = keyOf(filters)
    const list =
      lists.get(key) ??
      createGalleryPages(pageFetcher(filters), filters.oldestFirst ?? false, readOutline(key))
    lists.delete(key)
    lists.set(key, list)
    for (const oldest of [...lists.keys()].slice(0, -KEPT)) drop(oldest)
    return list
  }

  /** Asks how long the list is, day by day. Without an answer it grows as one scrolls. */
  async function plan(list: GalleryPages, filters: GalleryFilters): Promise<void> {
    if (list.complete.value || !list.loaded.value) return
    const timeline = await fetchTimeline(filters).catch(() => undefined)
    if (timeline) await list.plan(timeline.runs)
  }

  /** So many pictures have changed that every list begins anew. */
  async function reset(): Promise<void> {
    const known = [...lists.entries()]
    changed()
    await Promise.all(
      known.map(async ([key, list]) => {
        await list.reset()
        await plan(list, JSON.parse(key) as GalleryFilters)
      }),
    )
  }

  function drop(key: string): void {
    lists.get(key)?.abort()
    lists.delete(key)
  }

  /** A list that nobody waits for any more and that has nothing to come back to. */
  function forget(list: GalleryPages): void {
    for (const [key, known] of lists) if (known === list && !list.loaded.value) drop(key)
  }

  /** What was asked about the gallery and is not right any more after a change: counts, the trash, neighbours, entries. */
  function changed(): void {
    for (const part of ['facets', 'trash', 'beside', 'entry'])
      void cache.invalidateQueries({ queryKey: ['gallery', part] })
  }

  watch(
    () => session.signedIn,
    (signedIn) => signedIn || [...lists.keys()].forEach(drop),
  )
  onOtherTabs(() => {
    for (const list of lists.values()) list.outdate()
    changed()
  })

  return { of, plan, reset, forget, changed, all: () => [...lists.values()] }
})

export function keyOf(filters: GalleryFilters): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(filters)
        .filter(([, value]) => value)
        .sort(),
    ),
  )
}

/** Keeps the outline of the list in sight over a reload, so that the page is as long as before and scrolls to its place. */
export function writeOutline(filters: GalleryFilters, list: GalleryPages): void {
  if (list.loaded.value) writeStored(OUTLINE, { key: keyOf(filters), ...list.outline() }, 'sessionStorage')
}

/** The outline of that list, once: later loads know better. */
function readOutline(wanted: string): Outline | undefined {
  const kept = readStored<(Outline & { key: string }) | null>(OUTLINE, null, isOutline, 'sessionStorage')
  if (kept?.key !== wanted) return undefined
  writeStored(OUTLINE, null, 'sessionStorage')
  return { pages: kept.pages, total: kept.total }
}

function isOutline(value: unknown): value is Outline & { key: string } {
  return typeof value === 'object' && value !== null && Array.isArray((value as Partial<Outline>).pages)
}
