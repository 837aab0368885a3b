import { useI18n } from '@/shared/i18n'
import { useTaskFeed } from '@/features/tasks/taskFeed'
import { useFailureText } from '@/shared/failureText'
import { useFormat } from '@/shared/format'
import { tellOtherTabs } from '@/shared/live/otherTabs'
import { confirm } from '@/shared/ui/confirm'
import { notify } from '@/shared/ui/notify'
import { deleteEntries, markFavorites, prepareDownload, restoreEntries, type Matching } from '../galleryApi'
import { useGalleryLists } from '../list/galleryLists'

/** What can be done with all pictures that match a filter, however many: the server does it, and the lists begin anew. */
export function useMatchingActions() {
  const { t } = useI18n()
  const { integer } = useFormat()
  const { telling } = useFailureText()
  const feed = useTaskFeed()
  const lists = useGalleryLists()

  async function remove(filter: Matching, count: number): Promise<boolean> {
    const n = integer(count)
    const sure = await confirm({
      title: t('gallery.deleteMatching', { n }, count),
      text: t('gallery.deleteMatchingText'),
      action: t('common.delete'),
      danger: true,
    })
    if (!sure) return false
    return telling(async () => {
      const { count: deleted, deletedAt } = await deleteEntries({ filter })
      await changed()
      const message = t('gallery.deleted', { n: integer(deleted) }, deleted)
      if (deletedAt) notify.undoable(message, t('common.undo'), () => void restore(deletedAt))
    })
  }

  const restore = (deletedAt: string) =>
    telling(async () => {
      await restoreEntries({ deletedAt })
      await changed()
    })

  const favorite = (filter: Matching, value: boolean) =>
    telling(async () => {
      const { count } = await markFavorites({ filter }, value)
      await changed()
      notify.done(t(value ? 'gallery.marked' : 'gallery.unmarked', { n: integer(count) }, count))
    })

  const download = (filter: Matching) =>
    telling(async () => {
      const { url } = await prepareDownload({ filter })
      window.location.assign(url)
    })

  async function changed(): Promise<void> {
    feed.reload()
    tellOtherTabs()
    await lists.reset()
  }

  return { remove, favorite, download }
}
