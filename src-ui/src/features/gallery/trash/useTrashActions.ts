import { useQueryClient } from '@tanstack/vue-query'
import { useI18n } from '@/shared/i18n'
import { useTaskFeed } from '@/features/tasks/taskFeed'
import { useFailureText } from '@/shared/failureText'
import { useFormat } from '@/shared/format'
import { tellOtherTabs } from '@/shared/live/otherTabs'
import { confirm } from '@/shared/ui/confirm'
import { notify } from '@/shared/ui/notify'
import { purgeEntries, restoreEntries } from '../galleryApi'
import { useGalleryLists } from '../list/galleryLists'
import { useGalleryActions } from '../actions/useGalleryActions'
import { useEmptyTrash } from './useEmptyTrash'

/** What can be done with pictures in the trash; each answers whether it was done. */
export function useTrashActions() {
  const { t } = useI18n()
  const { integer } = useFormat()
  const { telling } = useFailureText()
  const actions = useGalleryActions()
  const { empty } = useEmptyTrash()
  const lists = useGalleryLists()
  const feed = useTaskFeed()
  const cache = useQueryClient()

  async function restore(ids: readonly string[]): Promise<boolean> {
    const done = await actions.restore(ids)
    if (done) notify.done(t('gallery.restored', { n: integer(ids.length) }, ids.length))
    return done
  }

  /** Everything, also what was not shown yet. */
  async function restoreAll(total: number): Promise<boolean> {
    const sure = await confirm({
      title: t('gallery.restoreAllTitle', { n: integer(total) }, total),
      action: t('gallery.restoreAll'),
    })
    if (!sure) return false
    return telling(async () => {
      const { count } = await restoreEntries({ all: true })
      feed.reload()
      tellOtherTabs()
      await lists.reset()
      notify.done(t('gallery.restored', { n: integer(count) }, count))
    })
  }

  async function purge(ids: string[]): Promise<boolean> {
    const sure = await confirm({
      title: t('gallery.purgeTitle'),
      text: t('gallery.emptyTrashText', { n: integer(ids.length) }, ids.length),
      action: t('gallery.purge'),
      danger: true,
    })
    if (!sure) return false
    return telling(async () => {
      await purgeEntries(ids)
      for (const part of [['service'], ['gallery', 'trash']]) void cache.invalidateQueries({ queryKey: part })
    })
  }

  return { restore, restoreAll, purge, empty: (total: number) => empty(total).then(() => true) }
}
