import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { useI18n } from '@/shared/i18n'
import { useTaskFeed } from '@/features/tasks/taskFeed'
import type { GalleryEntry } from '@/shared/api/types'
import { useFailureText } from '@/shared/failureText'
import { tellOtherTabs } from '@/shared/live/otherTabs'
import { notify } from '@/shared/ui/notify'
import { deleteEntries, markFavorites, prepareDownload, restoreEntries } from '../galleryApi'
import { useGalleryLists } from '../list/galleryLists'

const entryKey = (id: string) => ['gallery', 'entry', id]

/** What can be done with pictures. A change shows at once in every list and is taken back when the server refuses it. */
export function useGalleryActions() {
  const { t } = useI18n()
  const { telling } = useFailureText()
  const cache = useQueryClient()
  const feed = useTaskFeed()
  const lists = useGalleryLists()
  /** What is being deleted or brought back: a double click sends nothing twice. */
  const busy = new Set<string>()
  /** One after the other: of two clicks the last one counts. */
  const marking = useMutation({
    scope: { id: 'favorites' },
    mutationFn: ({ ids, value }: { ids: string[]; value: boolean }) => markFavorites({ ids }, value),
  })

  async function once(
    chosen: readonly string[],
    deed: (ids: string[]) => Promise<boolean>,
  ): Promise<boolean> {
    const ids = chosen.filter((id) => !busy.has(id))
    if (ids.length === 0) return false
    ids.forEach((id) => busy.add(id))
    return deed(ids).finally(() => ids.forEach((id) => busy.delete(id)))
  }

  const remove = (chosen: readonly string[]) =>
    once(chosen, async (ids) => {
      const wanted = new Set(ids)
      const taken = lists.all().map((list) => ({ list, entries: list.remove(wanted) }))
      if (!(await telling(() => deleteEntries({ ids })))) {
        for (const { list, entries } of taken) list.insert(entries)
        return false
      }
      for (const { list } of taken) list.removed(ids)
      for (const id of ids) cache.removeQueries({ queryKey: entryKey(id) })
      changed()
      const message = t('gallery.deleted', { n: ids.length }, ids.length)
      notify.undoable(message, t('common.undo'), () => void restore(ids))
      return true
    })

  const restore = (chosen: readonly string[]) =>
    once(chosen, (ids) =>
      telling(async () => {
        const { entries } = await restoreEntries({ ids })
        for (const entry of entries) cache.setQueryData(entryKey(entry.id), entry)
        changed()
        // Only the whole gallery surely has them; the others are asked again.
        for (const list of lists.all()) list.outdate()
      }),
    )

  async function favorite(ids: readonly string[], value: boolean): Promise<boolean> {
    const before = mark(ids, value)
    const done = await telling(() => marking.mutateAsync({ ids: [...ids], value }))
    if (done) lists.changed()
    else mark(before, !value)
    if (done) tellOtherTabs()
    return done
  }

  /** Hands the ZIP to the browser, which streams it to disk. */
  const download = (ids: readonly string[]) =>
    telling(async () => {
      const { url, pictures } = await prepareDownload({ ids: [...ids] })
      if (pictures < ids.length) notify.failed(t('gallery.zipMissing', { n: ids.length - pictures }))
      window.location.assign(url)
    })

  /** Shows the mark everywhere and tells which pictures had not been so before. */
  function mark(ids: readonly string[], value: boolean): string[] {
    const wanted = new Set(ids)
    const known = [
      ...lists.all().flatMap((list) => list.all()),
      ...feed.tasks.flatMap(({ result }) => result?.galleryEntries ?? []),
      ...ids.flatMap((id) => cache.getQueryData<GalleryEntry>(entryKey(id)) ?? []),
    ]
    const changing = known.filter(({ id, favorite: marked }) => wanted.has(id) && marked !== value)
    for (const list of lists.all()) list.patch(wanted, { favorite: value })
    feed.patchEntries(wanted, { favorite: value })
    for (const id of ids)
      cache.setQueryData<GalleryEntry>(entryKey(id), (entry) => entry && { ...entry, favorite: value })
    return [...new Set(changing.map(({ id }) => id))]
  }

  /** What else shows the pictures: counts, the trash, the stage, other tabs. */
  function changed(): void {
    lists.changed()
    feed.reload()
    tellOtherTabs()
  }

  return { remove, restore, favorite, download }
}
