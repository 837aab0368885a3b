import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useTaskFeed } from '@/features/tasks/taskFeed'
import { serverNow } from '@/shared/clock'
import { readStored, writeStored } from '@/shared/stored'
import { endOf, sheetOf, type PutAway } from './sheet'

const KEY = 'studio.stage.away'
const MOST_REMEMBERED = 200
const NOTHING: PutAway = { before: 0, ids: [] }

/** What is on the stage: every task that runs, and those that ended and were not put away on this device. */
export const useStage = defineStore('stage', () => {
  const feed = useTaskFeed()
  const away = shallowRef<PutAway>(readStored(KEY, NOTHING, isPutAway))
  const sheet = computed(() => sheetOf(feed.tasks, away.value))

  function put(next: PutAway): void {
    away.value = next
    writeStored(KEY, next)
  }

  /** Puts one task away; the way back. */
  function dismiss(id: string): () => void {
    put({ ...away.value, ids: [...away.value.ids, id].slice(-MOST_REMEMBERED) })
    return () => put({ ...away.value, ids: away.value.ids.filter((other) => other !== id) })
  }

  /** Puts away everything that has ended up to now, however far it was scrolled; the way back. */
  function clear(): () => void {
    const before = away.value
    const { problems, results } = sheet.value
    put({ before: Math.max(serverNow(), ...[...problems, ...results].map(endOf)), ids: [] })
    return () => put(before)
  }

  return {
    waiting: computed(() => sheet.value.waiting),
    problems: computed(() => sheet.value.problems),
    results: computed(() => sheet.value.results),
    dismiss,
    clear,
  }
})

function isPutAway(value: unknown): value is PutAway {
  const { before, ids } = (value ?? {}) as Partial<PutAway>
  return typeof before === 'number' && Array.isArray(ids) && ids.every((id) => typeof id === 'string')
}
