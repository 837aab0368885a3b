import { createEventHook } from '@vueuse/core'
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { api, ok } from '@/shared/api/client'
import type { GalleryEntry, PartialPicture, TaskQueue, TaskView } from '@/shared/api/types'
import { useAppearance } from '@/shared/appearance'
import { useConnection } from '@/shared/live/connection'
import { onOtherTabs } from '@/shared/live/otherTabs'
import { dataOf, openStream, type StreamEvent } from '@/shared/live/eventStream'
import { QUEUE, withPlaces } from './queueState'
import { isActive, mergeTasks, patchEntries, upsertTask } from './taskList'

/** How many of the newest tasks the feed holds; older ones are on the tasks page. */
export const LISTED = 200
const POLL_MS = 4_000
const KEY = ['tasks', 'newest']

/**
 * All tasks of the server, live: a list that the event stream keeps up to date, with polling while the stream is broken.
 * One feed for the whole page; AppShell starts and stops it.
 */
export const useTaskFeed = defineStore('tasks', () => {
  const cache = useQueryClient()
  const look = useAppearance()
  const connection = useConnection()
  const partials = shallowRef<Readonly<Record<string, PartialPicture>>>({})
  const ended = createEventHook<TaskView>()
  const following = shallowRef(false)
  const polling = shallowRef(false)
  const running = shallowRef(0)
  let stream: { close: () => void } | undefined

  const { data, error, dataUpdatedAt, errorUpdatedAt, refetch } = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) =>
      (await ok(api.GET('/api/tasks', { params: { query: { limit: LISTED } }, signal }))).tasks,
    enabled: following,
    // What the stream told meanwhile and is newer stays.
    structuralSharing: (known, listed) =>
      mergeTasks((known ?? []) as TaskView[], listed as TaskView[], LISTED),
    shallow: true,
    staleTime: Infinity,
    retry: false,
    refetchInterval: computed(() => polling.value && POLL_MS),
    // The page's title counts, and a notification may be due, as long as something runs.
    refetchIntervalInBackground: computed(() => running.value > 0),
  })
  /** As far as somebody asks for it, or an event has told. */
  const { data: queue } = useQuery<TaskQueue>({ queryKey: QUEUE, enabled: false, staleTime: Infinity })
  const tasks = computed<readonly TaskView[]>(() => withPlaces(data.value ?? [], queue.value?.next ?? []))

  function start(): void {
    stream?.close()
    following.value = true
    stream = openStream('/api/tasks/events', {
      onOpen,
      onEvent,
      onLost,
      keepWhileHidden: () => running.value > 0,
    })
  }

  /** Forgets everything: the session is over. */
  function stop(): void {
    stream?.close()
    stream = undefined
    following.value = polling.value = false
    partials.value = {}
    connection.state = 'live'
    cache.getQueryCache().find({ queryKey: KEY })?.reset()
  }

  // The server's sentences come in the language that was asked for.
  watch(
    () => look.locale,
    () => stream && (start(), reload()),
  )

  /** Asks for the list again: an answer that is on the way may be from before what happened now. */
  async function load(): Promise<readonly TaskView[]> {
    await cache.cancelQueries({ queryKey: KEY })
    return (await refetch({ throwOnError: true })).data ?? []
  }

  /** The same where nobody waits; `failure` says what went wrong. */
  const reload = () => void load().catch(() => undefined)

  function onOpen(): void {
    polling.value = false
    connection.state = 'live'
  }

  function onLost(): void {
    if (polling.value) return
    polling.value = true
    reload()
  }

  watch([dataUpdatedAt, errorUpdatedAt], () => {
    if (polling.value) connection.state = error.value ? 'offline' : 'polling'
  })

  function onEvent(event: StreamEvent): void {
    if (event.name === 'ready') {
      // The first connection, or one after a pause in which events may have been missed.
      reload()
      void cache.invalidateQueries({ queryKey: QUEUE })
    } else if (event.name === 'queue') {
      const state = dataOf<TaskQueue>(event)
      if (state) void takeQueue(state)
    } else if (event.name === 'partial') {
      const partial = dataOf<PartialPicture>(event)
      if (partial) partials.value = { ...partials.value, [partial.taskId]: partial }
    } else {
      const task = dataOf<TaskView>(event)
      if (task) take(task)
    }
  }

  /** An answer that is on the way may be from before this change. */
  async function takeQueue(state: TaskQueue): Promise<void> {
    await cache.cancelQueries({ queryKey: QUEUE })
    cache.setQueryData<TaskQueue>(QUEUE, state)
  }

  /** Takes over the newest state of one task, from an event or from the answer of a call. */
  function take(task: TaskView): void {
    cache.setQueryData<readonly TaskView[]>(KEY, (known = []) => upsertTask(known, task, LISTED))
  }

  /** Shows a change of pictures at once, before the server tells the tasks again. */
  function patch(ids: ReadonlySet<string>, change: Partial<GalleryEntry>): void {
    cache.setQueryData<readonly TaskView[]>(KEY, (known = []) => patchEntries(known, ids, change))
  }

  /** Takes over one task as the server has it now, also while live updates are interrupted. */
  async function lookUp(id: string): Promise<void> {
    try {
      take(await ok(api.GET('/api/generate/task/{id}', { params: { path: { id } } })))
    } catch {
      reload()
    }
  }

  function follow(now: readonly TaskView[], before: readonly TaskView[]): void {
    running.value = now.filter(isActive).length
    const active = new Set(before.filter(isActive).map(({ id }) => id))
    for (const task of now.filter((one) => active.has(one.id) && !isActive(one))) {
      const { [task.id]: _shown, ...others } = partials.value
      partials.value = others
      void ended.trigger(task)
      void cache.invalidateQueries({ queryKey: ['usage'] })
    }
  }
  watch(tasks, follow, { flush: 'sync' })

  // Pictures that were deleted or brought back in another tab.
  onScopeDispose(onOtherTabs(() => stream && reload()))

  return {
    tasks,
    loaded: computed(() => data.value !== undefined),
    failure: error,
    /** The newest unfinished picture by task id. */
    partials,
    running,
    /** Called once for each task that ends while this page looks on. */
    onEnded: ended.on,
    start,
    stop,
    load,
    reload,
    take,
    patchEntries: patch,
    lookUp,
  }
})
