import { useI18n } from '@/shared/i18n'
import type { TaskView } from '@/shared/api/types'
import { promptOf, stepOf } from './progress'

/** What is said of a task wherever it stands. */
export function useTaskWords() {
  const { t } = useI18n()
  return {
    /** What it does right now; while it waits with its place in the queue. */
    step(task: TaskView): string {
      const step = stepOf(task)
      return step === 'queued' && task.position
        ? t('tasks.step.queuedAt', { position: task.position })
        : t(`tasks.step.${step}`)
    },
    /** Its prompt, or that it has none. */
    prompt: (task: TaskView): string =>
      promptOf(task) || t('stage.noPrompt', { characters: task.payload.promptLength }),
  }
}
