import { computed, shallowRef, watch, type Ref } from 'vue'
import { api, ok } from '@/shared/api/client'
import type { TaskStatus, TaskView } from '@/shared/api/types'
import { isActive } from './taskList'
import { LISTED, useTaskFeed } from './taskFeed'

/** How the list can be narrowed; `active` is everything that has not ended. */
export const FILTERS = ['all', 'active', 'done', 'failed', 'canceled'] as const
export type Filter = (typeof FILTERS)[number]

const OLDER = 100
const STATUSES: Record<Filter, readonly TaskStatus[] | undefined> = {
  all: undefined,
  active: ['queued', 'running', 'saving'],
  done: ['done'],
  failed: ['failed'],
  canceled: ['canceled'],
}

export function asFilter(text: string | undefined): Filter {
  return FILTERS.find((filter) => filter === text) ?? 'all'
}

export function matches(task: TaskView, filter: Filter): boolean {
  return filter === 'all' || (filter === 'active' ? isActive(task) : task.status === filter)
}

/** The tasks of the feed and, as far as somebody asked for them, the older ones. */
export function useOlderTasks(filter: Readonly<Ref<Filter>>) {
  const { tasks: live } = useTaskFeed()
  const older = shallowRef<readonly TaskView[]>([])
  const loading = shallowRef(false)
  const failure = shallowRef<unknown>(null)
  const exhausted = shallowRef(false)

  // Another filter asks the server for other pages.
  watch(filter, () => {
    older.value = []
    exhausted.value = false
    failure.value = null
  })

  // What newer tasks push out of the feed would be missing between it and the older ones.
  watch(live, (now, before) => {
    const oldest = now.at(-1)
    if (older.value.length === 0 || !oldest) return
    const ids = new Set([...now, ...older.value].map((task) => task.id))
    const pushedOut = before.filter((task) => !ids.has(task.id) && task.createdAt <= oldest.createdAt)
    older.value = [...pushedOut, ...older.value]
  })

  async function loadOlder(): Promise<void> {
    const before = (older.value.at(-1) ?? live.value.at(-1))?.id
    if (loading.value || !before) return
    loading.value = true
    failure.value = null
    const asked = filter.value
    try {
      const status = STATUSES[asked]?.join(',')
      const query = { limit: OLDER, before, status }
      const { tasks } = await ok(api.GET('/api/tasks', { params: { query } }))
      if (asked !== filter.value) return
      older.value = [...older.value, ...tasks]
      exhausted.value = tasks.length < OLDER
    } catch (error) {
      if (asked === filter.value) failure.value = error
    } finally {
      loading.value = false
    }
  }

  return {
    tasks: computed(() => [...live.value, ...older.value].filter((task) => matches(task, filter.value))),
    /** Whether the server may have older ones. */
    hasOlder: computed(() => live.value.length >= LISTED && !exhausted.value),
    loading,
    failure,
    loadOlder,
  }
}
