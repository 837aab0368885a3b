import type { GalleryEntry } from '@/shared/api/types'

const TYPES: Record<string, string> = { jpg: 'image/jpeg', svg: 'image/svg+xml' }
const LONGEST_NAME = 60

/**
 * Lets a picture be dragged out of the page: Chromium makes a file of the original of it, in a folder or another program,
 * and every browser offers its address. A finger's long press is not a drag.
 */
export function dragOut(event: DragEvent, entry: GalleryEntry): void {
  const data = event.dataTransfer
  if (!data) return
  const address = new URL(entry.imagePath, window.location.href).href
  data.effectAllowed = 'copy'
  data.setData('DownloadURL', `${typeOf(entry)}:${fileNameOf(entry)}:${address}`)
  data.setData('text/uri-list', address)
}

function typeOf({ format }: GalleryEntry): string {
  return TYPES[format] ?? `image/${format || 'png'}`
}

/** A name that says what it shows, and that every system takes. */
export function fileNameOf({ prompt, format, id }: GalleryEntry): string {
  const words = prompt
    .replace(/[\p{Cc}\\/:*?"<>|\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .trim()
  return `${words || id}.${format || 'png'}`
}
