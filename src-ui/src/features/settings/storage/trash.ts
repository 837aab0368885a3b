import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { useI18n } from 'vue-i18n'
import { api, ok } from '@/shared/api/client'
import { useFailureText } from '@/shared/failureText'
import { confirm } from '@/shared/ui/confirm'
import { notify } from '@/shared/ui/notify'

/** Emptying the trash, after a question. */
export function useTrash() {
  const { t } = useI18n()
  const { describe } = useFailureText()
  const cache = useQueryClient()
  const { mutateAsync, isPending } = useMutation({
    mutationFn: () => ok(api.DELETE('/api/gallery/trash', {})),
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['service'] }),
        cache.invalidateQueries({ queryKey: ['gallery', 'trash'] }),
      ]),
  })

  async function empty(): Promise<void> {
    const yes = await confirm({
      title: t('settings.storage.emptyTitle'),
      text: t('settings.storage.emptyText'),
      action: t('settings.storage.emptyTrash'),
      danger: true,
    })
    if (!yes) return
    try {
      await mutateAsync()
      notify.done(t('settings.storage.emptied'))
    } catch (problem) {
      const { message, requestId } = describe(problem)
      notify.failed(message, requestId)
    }
  }

  return { empty, busy: isPending }
}
