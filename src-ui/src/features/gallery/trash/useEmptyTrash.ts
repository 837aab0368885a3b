import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { useI18n } from '@/shared/i18n'
import { useFailureText } from '@/shared/failureText'
import { useFormat } from '@/shared/format'
import { confirm } from '@/shared/ui/confirm'
import { notify } from '@/shared/ui/notify'
import { emptyTrash } from '../galleryApi'

/** Emptying the trash, after a question. */
export function useEmptyTrash() {
  const { t } = useI18n()
  const { integer } = useFormat()
  const { telling } = useFailureText()
  const cache = useQueryClient()
  const { mutateAsync, isPending } = useMutation({
    mutationFn: emptyTrash,
    onSettled: () =>
      Promise.all(
        [['service'], ['gallery', 'trash']].map((queryKey) => cache.invalidateQueries({ queryKey })),
      ),
  })

  async function empty(pictures: number): Promise<void> {
    const sure = await confirm({
      title: t('gallery.emptyTrashTitle'),
      text: t('gallery.emptyTrashText', { n: integer(pictures) }, pictures),
      action: t('gallery.emptyTrash'),
      danger: true,
    })
    if (sure && (await telling(mutateAsync))) notify.done(t('gallery.trashEmpty'))
  }

  return { empty, emptying: isPending }
}
