import { createEventHook, createSharedComposable } from '@vueuse/core'
import { useQueryClient } from '@tanstack/vue-query'
import { computed, shallowRef } from 'vue'
import { api, ok } from '@/shared/api/client'
import type { TaskView } from '@/shared/api/types'
import { connection } from '@/shared/live/connection'
import { openStream, type StreamEvent } from '@/shared/live/eventStream'
import { isActive, mergeTasks, upsertTask } from './taskList'

/** An unfinished picture of a running task, as the `partial` event tells it. */
export interface PartialPicture {
  taskId: string
  picture: number
  index: number
  url: string
}

const LISTED = 200
const POLL_MS = 4_000

/**
 * All tasks of the server, live: a list that the event stream keeps up to date, with polling while the stream is broken.
 * One feed for the whole page; AppShell starts and stops it.
 */
export const useTaskFeed = createSharedComposable(() => {
  const cache = useQueryClient()
  const tasks = shallowRef<readonly TaskView[]>([])
  const loaded = shallowRef(false)
  const failure = shallowRef<unknown>(null)
  const partials = shallowRef<Readonly<Record<string, PartialPicture>>>({})
  const ended = createEventHook<TaskView>()
  let stream: { close: () => void } | undefined
  let poll: ReturnType<typeof setInterval> | undefined
  let loading: Promise<void> | undefined

  function start(): void {
    stream = openStream('/api/tasks/events', { onOpen, onEvent, onLost })
    void load()
  }

  function stop(): void {
    stream?.close()
    clearInterval(poll)
    poll = undefined
    tasks.value = []
    partials.value = {}
    loaded.value = false
    connection.value = 'live'
  }

  /** Loads the list again; what the stream told meanwhile and is newer stays. */
  function load(): Promise<void> {
    loading ??= ok(api.GET('/api/tasks', { params: { query: { limit: LISTED } } }))
      .then(({ tasks: listed }) => {
        const before = tasks.value
        tasks.value = mergeTasks(before, listed, LISTED)
        if (loaded.value) tellEnded(before)
        loaded.value = true
        failure.value = null
        if (poll !== undefined) connection.value = 'polling'
      })
      .catch((error: unknown) => {
        failure.value = error
        if (poll !== undefined) connection.value = 'offline'
      })
      .finally(() => (loading = undefined))
    return loading
  }

  function onOpen(): void {
    clearInterval(poll)
    poll = undefined
    connection.value = 'live'
  }

  function onLost(): void {
    if (poll !== undefined) return
    poll = setInterval(load, POLL_MS)
    void load()
  }

  function onEvent(event: StreamEvent): void {
    if (event.name === 'ready') {
      // Events were missed that the server no longer knows, or this is the first connection.
      void load()
    } else if (event.name === 'partial') {
      const partial = JSON.parse(event.data) as PartialPicture
      partials.value = { ...partials.value, [partial.taskId]: partial }
    } else {
      take(JSON.parse(event.data) as TaskView)
    }
  }

  /** Takes over the newest state of one task, from an event or from the answer of a call. */
  function take(task: TaskView): void {
    const before = tasks.value
    tasks.value = upsertTask(before, task, LISTED)
    if (tasks.value !== before) tellEnded(before)
  }

  function tellEnded(before: readonly TaskView[]): void {
    const active = new Set(before.filter(isActive).map((task) => task.id))
    for (const task of tasks.value) {
      if (active.has(task.id) && !isActive(task)) {
        const { [task.id]: _shown, ...others } = partials.value
        partials.value = others
        void ended.trigger(task)
      }
    }
  }

  ended.on(() => void cache.invalidateQueries({ queryKey: ['usage'] }))

  return {
    tasks,
    loaded,
    failure,
    /** The newest unfinished picture by task id. */
    partials,
    running: computed(() => tasks.value.filter(isActive).length),
    /** Called once for each task that ends while this page looks on. */
    onEnded: ended.on,
    start,
    stop,
    load,
    take,
  }
})
