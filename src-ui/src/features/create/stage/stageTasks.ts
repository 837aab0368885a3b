import { computed, shallowRef } from 'vue'
import type { TaskView } from '@/shared/api/types'
import { isActive } from '@/features/tasks/taskList'
import { useTaskFeed } from '@/features/tasks/taskFeed'
import { readStored, writeStored } from '@/shared/stored'

const KEY = 'studio.stage.dismissed'
/** Of the ended tasks only the newest stay on the stage; the others are in the gallery and on the tasks page. */
export const MOST_ENDED = 8
const MOST_REMEMBERED = 200

/** What is on the stage: every task that runs, and those that ended last and were not put away in this browser. */
export function useStageTasks() {
  const feed = useTaskFeed()
  const dismissed = shallowRef<readonly string[]>(readStored(KEY, [], isIds))

  const shown = computed(() => onStage(feed.tasks, new Set(dismissed.value)))
  const ended = computed(() => shown.value.filter((task) => !isActive(task)))

  function dismiss(ids: readonly string[]): void {
    const before = dismissed.value.filter((id) => !ids.includes(id))
    dismissed.value = [...before, ...ids].slice(-MOST_REMEMBERED)
    writeStored(KEY, dismissed.value)
  }

  function bringBack(ids: readonly string[]): void {
    dismissed.value = dismissed.value.filter((id) => !ids.includes(id))
    writeStored(KEY, dismissed.value)
  }

  return {
    shown,
    /** Whether there are tasks that are not on the stage. */
    hasMore: computed(() => shown.value.length < feed.tasks.length),
    ended,
    dismiss,
    bringBack,
  }
}

export function onStage(tasks: readonly TaskView[], dismissed: ReadonlySet<string>): TaskView[] {
  let room = MOST_ENDED
  return tasks.filter((task) => isActive(task) || (!dismissed.has(task.id) && room-- > 0))
}

function isIds(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((id) => typeof id === 'string')
}
