import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ok } from '@/shared/api/client'
import type { TaskQueue, TaskView } from '@/shared/api/types'
import { useFailureText } from '@/shared/failureText'
import { useTaskFeed } from './taskFeed'
import { QUEUE } from './queueState'

/** The most tasks at once that the server takes. */
export const MOST_AT_ONCE = 64

/** How the queue works, for everybody: paused or not, how many tasks at once, which is next. A change is shown at once. */
export function useTaskQueue() {
  const cache = useQueryClient()
  const feed = useTaskFeed()
  const { tell } = useFailureText()

  // What others change comes by the feed, and after a pause of the connection it is asked for again.
  const { data } = useQuery({
    queryKey: QUEUE,
    queryFn: ({ signal }) => ok(api.GET('/api/tasks/queue', { signal })),
    staleTime: Infinity,
  })

  const changing = useMutation({
    /** One after the other: of two clicks the last one counts. */
    scope: { id: 'task-queue' },
    mutationFn: (body: { paused?: boolean; maxConcurrent?: number }) =>
      ok(api.PUT('/api/tasks/queue', { body })),
    async onMutate(change) {
      await cache.cancelQueries({ queryKey: QUEUE })
      cache.setQueryData<TaskQueue>(QUEUE, (known) => known && { ...known, ...change })
    },
    onSuccess: (state) => cache.setQueryData<TaskQueue>(QUEUE, state),
    onError(failure) {
      tell(failure)
      void cache.invalidateQueries({ queryKey: QUEUE })
    },
  })

  const moving = useMutation({
    scope: { id: 'task-queue' },
    mutationFn: (id: string) => ok(api.POST('/api/generate/task/{id}/front', { params: { path: { id } } })),
    async onMutate(id) {
      await cache.cancelQueries({ queryKey: QUEUE })
      cache.setQueryData<TaskQueue>(
        QUEUE,
        (known) => known && { ...known, next: [id, ...known.next.filter((other) => other !== id)] },
      )
    },
    onSuccess: (task) => feed.take(task),
    onError(failure, id) {
      tell(failure)
      void cache.invalidateQueries({ queryKey: QUEUE })
      void feed.lookUp(id)
    },
  })

  return {
    /** Undefined until the server has told. */
    state: data,
    paused: computed(() => data.value?.paused ?? false),
    setPaused: (paused: boolean) => changing.mutate({ paused }),
    setAtOnce: (maxConcurrent: number) => changing.mutate({ maxConcurrent }),
    toFront: (task: TaskView) => moving.mutate(task.id),
  }
}
