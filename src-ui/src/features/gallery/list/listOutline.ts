import type { Outline } from './galleryPages'

/** Keeps the outline of the list in sight over a reload, so that the page is as long as before and scrolls to its place. */
const KEY = 'studio.gallery.outline'

interface Kept extends Outline {
  key: string
}

export function writeOutline(key: string, outline: Outline): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ key, ...outline } satisfies Kept))
  } catch {
    // Without it a reload begins at the top.
  }
}

/** The outline of that list, once: later loads know better. */
export function readOutline(key: string): Outline | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Kept | null
    if (kept?.key !== key || !Array.isArray(kept.pages)) return undefined
    sessionStorage.removeItem(KEY)
    return { pages: kept.pages, total: kept.total }
  } catch {
    return undefined
  }
}
