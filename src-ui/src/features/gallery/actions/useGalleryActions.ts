import { useQueryClient } from '@tanstack/vue-query'
import { useI18n } from 'vue-i18n'
import { useTaskFeed } from '@/features/tasks/taskFeed'
import type { GalleryEntry } from '@/shared/api/types'
import { useFailureText } from '@/shared/failureText'
import { tellOtherTabs } from '@/shared/live/otherTabs'
import { notify } from '@/shared/ui/notify'
import { deleteEntries, markFavorites, prepareDownload, restoreEntries } from '../galleryApi'
import { knownLists } from '../list/knownLists'
import { galleryChanged } from './galleryChanged'

let marking: Promise<unknown> = Promise.resolve()

/** What can be done with pictures. A change shows at once in every list and is taken back when the server refuses it. */
export function useGalleryActions() {
  const { t } = useI18n()
  const { describe } = useFailureText()
  const cache = useQueryClient()
  const feed = useTaskFeed()
  /** What is being deleted or brought back: a double click sends nothing twice. */
  const busy = new Set<string>()

  async function remove(chosen: readonly string[]): Promise<boolean> {
    const ids = chosen.filter((id) => !busy.has(id))
    if (ids.length === 0) return false
    const taken = takeOut(ids)
    return exclusively(ids, async () => {
      try {
        await deleteEntries(ids)
      } catch (failure) {
        putBack(taken)
        return failed(failure)
      }
      for (const { list } of taken) list.removed(ids)
      for (const id of ids) cache.removeQueries({ queryKey: ['gallery', 'entry', id] })
      changed()
      notify.undoable(t('gallery.deleted', { n: ids.length }, ids.length), t('gallery.undo'), () => {
        void restore(ids)
      })
      return true
    })
  }

  async function restore(chosen: readonly string[]): Promise<boolean> {
    const ids = chosen.filter((id) => !busy.has(id))
    if (ids.length === 0) return false
    return exclusively(ids, async () => {
      try {
        const { entries } = await restoreEntries(ids)
        for (const entry of entries) cache.setQueryData(['gallery', 'entry', entry.id], entry)
        changed()
        // Only the whole gallery surely has them; the others are asked again.
        for (const list of knownLists()) list.outdate()
        return true
      } catch (failure) {
        return failed(failure)
      }
    })
  }

  async function favorite(ids: readonly string[], value: boolean): Promise<boolean> {
    const before = mark(ids, value)
    try {
      // One after the other: of two clicks the last one counts.
      marking = marking.catch(() => undefined).then(() => markFavorites([...ids], value))
      await marking
      galleryChanged(cache)
      tellOtherTabs()
      return true
    } catch (failure) {
      mark(before, !value)
      return failed(failure)
    }
  }

  /** Hands the ZIP to the browser, which streams it to disk. */
  async function download(ids: readonly string[]): Promise<boolean> {
    try {
      const { url, pictures } = await prepareDownload([...ids])
      if (pictures < ids.length) notify.failed(t('gallery.zipMissing', { n: ids.length - pictures }))
      window.location.assign(url)
      return true
    } catch (failure) {
      return failed(failure)
    }
  }

  function takeOut(ids: readonly string[]) {
    const wanted = new Set(ids)
    return knownLists().map((list) => ({ list, entries: list.remove(wanted) }))
  }

  function putBack(taken: ReturnType<typeof takeOut>): void {
    for (const { list, entries } of taken) list.insert(entries)
  }

  /** Shows the mark everywhere and tells which pictures had not been so before. */
  function mark(ids: readonly string[], value: boolean): string[] {
    const wanted = new Set(ids)
    const changed = new Set<string>()
    const differs = (entry?: GalleryEntry) =>
      entry && wanted.has(entry.id) && entry.favorite !== value && changed.add(entry.id)
    for (const list of knownLists()) {
      list.all().forEach(differs)
      list.patch(wanted, { favorite: value })
    }
    for (const id of ids) {
      cache.setQueryData<GalleryEntry>(['gallery', 'entry', id], (entry) => {
        differs(entry)
        return entry && { ...entry, favorite: value }
      })
    }
    return [...changed]
  }

  async function exclusively<T>(ids: readonly string[], deed: () => Promise<T>): Promise<T> {
    ids.forEach((id) => busy.add(id))
    try {
      return await deed()
    } finally {
      ids.forEach((id) => busy.delete(id))
    }
  }

  /** What else shows the pictures: counts, the trash, the stage, other tabs. */
  function changed(): void {
    galleryChanged(cache)
    void feed.load()
    tellOtherTabs()
  }

  function failed(failure: unknown): false {
    const { message, requestId } = describe(failure)
    notify.failed(message, requestId)
    return false
  }

  return { remove, restore, favorite, download }
}
