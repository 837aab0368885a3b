import { useI18n } from 'vue-i18n'
import type { TaskView } from '@/shared/api/types'
import { stepOf } from './progress'

/** What a task does right now, in words; while it waits with its place in the queue. */
export function useStepWords(): (task: TaskView) => string {
  const { t } = useI18n()
  return (task) => {
    const step = stepOf(task)
    return step === 'queued' && task.position
      ? t('tasks.step.queuedAt', { position: task.position })
      : t(`tasks.step.${step}`)
  }
}
