import { readStored, writeStored } from '@/shared/stored'
import type { Outline } from './galleryPages'

/** Keeps the outline of the list in sight over a reload, so that the page is as long as before and scrolls to its place. */
const KEY = 'studio.gallery.outline'

interface Kept extends Outline {
  key: string
}

export function writeOutline(key: string, outline: Outline): void {
  writeStored(KEY, { key, ...outline } satisfies Kept, 'sessionStorage')
}

/** The outline of that list, once: later loads know better. */
export function readOutline(key: string): Outline | undefined {
  const kept = readStored<Kept | null>(KEY, null, isKept, 'sessionStorage')
  if (kept?.key !== key) return undefined
  writeStored(KEY, null, 'sessionStorage')
  return { pages: kept.pages, total: kept.total }
}

function isKept(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && Array.isArray((value as Partial<Kept>).pages)
}
