import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, shallowRef, watch, type Ref } from 'vue'
import { api, ok } from '@/shared/api/client'
import type { TaskStatus, TaskView } from '@/shared/api/types'
import { isActive } from './taskList'
import { LISTED, useTaskFeed } from './taskFeed'

/** How the list can be narrowed; `active` is everything that has not ended. */
export const FILTERS = ['all', 'active', 'done', 'failed', 'canceled'] as const
export type Filter = (typeof FILTERS)[number]

const OLDER = 100
const STATUSES: Partial<Record<Filter, readonly TaskStatus[]>> = { active: ['queued', 'running', 'saving'] }

export function matches(task: TaskView, filter: Filter): boolean {
  return filter === 'all' || (filter === 'active' ? isActive(task) : task.status === filter)
}

async function fetchTasks(query: { limit: number; before?: string; status?: string; requestId?: string }) {
  return (await ok(api.GET('/api/tasks', { params: { query } }))).tasks
}

/** The tasks of the feed and, as far as somebody asked for them, the older ones; or those of one request. */
export function useTaskList(filter: Readonly<Ref<Filter>>, requestId: Readonly<Ref<string | undefined>>) {
  const feed = useTaskFeed()
  const ofRequest = useQuery({
    queryKey: ['tasks', 'request', requestId],
    queryFn: async () => {
      const tasks = await fetchTasks({ requestId: requestId.value, limit: LISTED })
      return tasks.filter((task) => task.requestId === requestId.value)
    },
    enabled: () => requestId.value !== undefined,
  })
  const older = useInfiniteQuery({
    queryKey: ['tasks', 'older', filter],
    queryFn: ({ pageParam }) => {
      const status = filter.value === 'all' ? undefined : (STATUSES[filter.value] ?? [filter.value]).join()
      return fetchTasks({ limit: OLDER, before: pageParam ?? feed.tasks.at(-1)?.id, status })
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length < OLDER ? undefined : page.at(-1)?.id),
    enabled: false,
    gcTime: 0,
    retry: false,
  })

  /** What newer tasks push out of the feed would be missing between it and the older ones. */
  const pushedOut = shallowRef<readonly TaskView[]>([])
  watch(
    () => feed.tasks,
    (now, before) => {
      const oldest = now.at(-1)?.createdAt ?? ''
      const ids = new Set(now.map(({ id }) => id))
      const gone = before.filter((task) => !ids.has(task.id) && task.createdAt <= oldest)
      if (older.data.value) pushedOut.value = [...gone, ...pushedOut.value]
    },
  )

  const known = computed(() => {
    const live = new Map(feed.tasks.map((task) => [task.id, task]))
    const others = requestId.value
      ? (ofRequest.data.value ?? []).map((task) => live.get(task.id) ?? task)
      : [...feed.tasks, ...pushedOut.value, ...(older.data.value?.pages.flat() ?? [])]
    return [...new Map(others.map((task) => [task.id, task])).values()]
  })

  return {
    tasks: computed(() => known.value.filter((task) => matches(task, filter.value))),
    loaded: computed(() => (requestId.value ? !ofRequest.isPending.value : feed.loaded)),
    /** What keeps the list from being shown at all. */
    problem: computed(() => {
      if (requestId.value) return ofRequest.data.value ? null : ofRequest.error.value
      return feed.loaded ? null : feed.failure
    }),
    reload: () => void (requestId.value ? ofRequest.refetch() : feed.reload()),
    /** Whether the server may have older ones. */
    hasOlder: computed(
      () => !requestId.value && feed.tasks.length >= LISTED && (!older.data.value || older.hasNextPage.value),
    ),
    loading: older.isFetching,
    failure: older.error,
    loadOlder: () => void (older.data.value ? older.fetchNextPage() : older.refetch()),
  }
}
