import { vi } from 'vitest'
import type { GalleryEntry } from '@/shared/api/types'
import type { createGalleryPages, FetchPage } from './galleryPages'

const DAY = Date.UTC(2026, 10, 23, 12)

export function entry(number: number): GalleryEntry {
  return {
    id: `e${String(number).padStart(6, '0')}`,
    prompt: `number ${number}`,
    createdAt: new Date(DAY + number * 1000).toISOString(),
    favorite: false,
  } as GalleryEntry
}

/** A server with so many entries, newest first, whose cursors are ids. */
export function server(count: number) {
  let entries = Array.from({ length: count }, (_, i) => entry(count - i))
  const fetchPage = vi.fn<FetchPage>((cursor, limit) => {
    const from = cursor ? entries.findIndex((other) => other.id < cursor) : 0
    const page = from < 0 ? [] : entries.slice(from, from + limit)
    const more = from >= 0 && from + limit < entries.length
    return Promise.resolve({
      entries: page,
      nextCursor: more ? page.at(-1)?.id : null,
      total: entries.length,
    } as Awaited<ReturnType<FetchPage>>)
  })
  return {
    fetchPage,
    change: (how: (list: GalleryEntry[]) => GalleryEntry[]) => (entries = how(entries)),
  }
}

export const settled = () => new Promise((resolve) => setTimeout(resolve))

export async function scrolledTo(pages: ReturnType<typeof createGalleryPages>, end: number) {
  for (let at = 0; at < end; at += 20) {
    pages.need(at, at + 20)
    await settled()
  }
}

export function ids(pages: ReturnType<typeof createGalleryPages>): string[] {
  return Array.from({ length: pages.count.value }, (_, i) => pages.entryAt(i)?.id ?? '-')
}
