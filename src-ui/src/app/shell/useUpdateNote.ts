import { watch } from 'vue'
import { useI18n } from '@/shared/i18n'
import { usePageWorker } from '@/shared/pageWorker'
import { notify } from '@/shared/ui/notify'

/** Says quietly that there is a newer version of the page; nothing changes before somebody reloads. */
export function useUpdateNote(): void {
  const { t } = useI18n()
  const worker = usePageWorker()
  watch(
    () => worker.newer,
    (newer) => newer && notify.offer(t('update.text'), t('update.reload'), worker.reload),
    { immediate: true },
  )
}
