import { watch } from 'vue'
import { onOtherTabs } from '@/shared/live/otherTabs'
import { session } from '@/shared/session'
import { readOutline } from './listOutline'
import type { GalleryFilters } from '../filters/filters'
import { pageFetcher } from '../galleryApi'
import { createGalleryPages, type GalleryPages } from './galleryPages'

/** How many lists are kept for coming back to them: the whole gallery and the last searches. */
const KEPT = 4

const lists = new Map<string, GalleryPages>()

/** The list of these filters: the one that was already scrolled, when there is one. */
export function listOf(filters: GalleryFilters): GalleryPages {
  const key = keyOf(filters)
  const list =
    lists.get(key) ?? createGalleryPages(pageFetcher(filters), filters.oldestFirst ?? false, readOutline(key))
  lists.delete(key)
  lists.set(key, list)
  for (const oldest of [...lists.keys()].slice(0, -KEPT)) {
    lists.get(oldest)?.abort()
    lists.delete(oldest)
  }
  return list
}

/** All lists that are kept, so that a change shows in each of them. */
export function knownLists(): readonly GalleryPages[] {
  return [...lists.values()]
}

/** A list that nobody waits for any more and that has nothing to come back to. */
export function forget(list: GalleryPages): void {
  if (list.loaded.value) return
  list.abort()
  for (const [key, known] of lists) if (known === list) lists.delete(key)
}

export function keyOf(filters: GalleryFilters): string {
  return JSON.stringify(
    Object.entries(filters)
      .filter(([, value]) => value)
      .sort(),
  )
}

watch(session.signedIn, (signedIn) => {
  if (signedIn) return
  for (const list of lists.values()) list.abort()
  lists.clear()
})

onOtherTabs(() => {
  for (const list of lists.values()) list.outdate()
})
