import { computed } from 'vue'
import { useI18n } from '@/shared/i18n'
import type { TaskView } from '@/shared/api/types'
import { useClock } from '@/shared/clock'
import { useFormat } from '@/shared/format'
import { progressAt } from './progress'
import { useTaskActions } from './taskActions'
import { useTaskWords } from './taskWords'

/** The step of a task that has not ended, for how long already and for how long still, in words. */
export function useTaskProgress(task: () => TaskView) {
  const { t } = useI18n()
  const { duration } = useFormat()
  const now = useClock()
  const { isBusy } = useTaskActions()
  const says = useTaskWords()

  const seconds = (ms: number) => duration(Math.floor(ms / 1000) * 1000)
  const progress = computed(() => progressAt(task(), now.value))
  const canceling = computed(() => isBusy('cancel', task()) || task().cancelRequested)

  return {
    canceling,
    words: computed(() => (canceling.value ? t('tasks.step.canceling') : says.step(task()))),
    elapsed: computed(() => seconds(progress.value.elapsedMs)),
    /** Empty where nothing is known. */
    outlook: computed(() => {
      const { remainingMs, longerThanUsual } = progress.value
      if (canceling.value) return ''
      if (remainingMs !== undefined) return t('tasks.remaining', { time: seconds(remainingMs + 999) })
      return longerThanUsual ? t('tasks.longerThanUsual') : ''
    }),
    /** 0 to 1; undefined where nothing is known. */
    fraction: computed(() => progress.value.fraction),
  }
}
