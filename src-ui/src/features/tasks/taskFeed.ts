import { createEventHook, createSharedComposable } from '@vueuse/core'
import { useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { api, ok } from '@/shared/api/client'
import type { PartialPicture, TaskView } from '@/shared/api/types'
import { locale } from '@/shared/appearance'
import { connection } from '@/shared/live/connection'
import { onOtherTabs } from '@/shared/live/otherTabs'
import { dataOf, openStream, type StreamEvent } from '@/shared/live/eventStream'
import { isActive, mergeTasks, upsertTask } from './taskList'

/** How many of the newest tasks the feed holds; older ones are on the tasks page. */
export const LISTED = 200
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
  const running = computed(() => tasks.value.filter(isActive).length)
  let stream: { close: () => void } | undefined
  let poll: ReturnType<typeof setInterval> | undefined
  let loading: Promise<void> | undefined
  let stale = false
  /** Answers that were asked for before the last stop belong to a session that is over. */
  let session = 0

  function start(): void {
    stream?.close()
    stream = openStream('/api/tasks/events', { onOpen, onEvent, onLost, keepWhileHidden })
    void load()
  }

  function stop(): void {
    session++
    stream?.close()
    stream = undefined
    clearInterval(poll)
    poll = undefined
    tasks.value = []
    partials.value = {}
    loaded.value = false
    failure.value = null
    connection.value = 'live'
  }

  /** The page's title counts, and a notification may be due, as long as something runs. */
  function keepWhileHidden(): boolean {
    return running.value > 0
  }

  // The server's sentences come in the language that was asked for.
  watch(locale, () => stream && start())

  /** Loads the list again; what the stream told meanwhile and is newer stays. */
  function load(): Promise<void> {
    // An answer that is on the way may be from before what happened now.
    if (loading) stale = true
    loading ??= loadAll().finally(() => (loading = undefined))
    return loading
  }

  async function loadAll(): Promise<void> {
    do {
      stale = false
      await loadList(session)
    } while (stale)
  }

  async function loadList(asked: number): Promise<void> {
    try {
      const answer = await ok(api.GET('/api/tasks', { params: { query: { limit: LISTED } } }))
      if (asked !== session) return
      const before = tasks.value
      tasks.value = mergeTasks(before, answer.tasks, LISTED)
      if (loaded.value) tellEnded(before)
      loaded.value = true
      failure.value = null
      if (poll !== undefined) connection.value = 'polling'
    } catch (error) {
      if (asked !== session) return
      failure.value = error
      if (poll !== undefined) connection.value = 'offline'
    }
  }

  function onOpen(): void {
    clearInterval(poll)
    poll = undefined
    connection.value = 'live'
  }

  function onLost(): void {
    if (poll !== undefined) return
    poll = setInterval(() => {
      if (!loading && (document.visibilityState !== 'hidden' || keepWhileHidden())) void load()
    }, POLL_MS)
    void load()
  }

  function onEvent(event: StreamEvent): void {
    if (event.name === 'ready') {
      // The first connection, or one after a pause in which events may have been missed.
      void load()
    } else if (event.name === 'partial') {
      const partial = dataOf<PartialPicture>(event)
      if (partial) partials.value = { ...partials.value, [partial.taskId]: partial }
    } else {
      const task = dataOf<TaskView>(event)
      if (task) take(task)
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

  // Pictures that were deleted or brought back in another tab.
  onScopeDispose(onOtherTabs(() => stream && void load()))
  ended.on(() => void cache.invalidateQueries({ queryKey: ['usage'] }))

  return {
    tasks,
    loaded,
    failure,
    /** The newest unfinished picture by task id. */
    partials,
    running,
    /** Called once for each task that ends while this page looks on. */
    onEnded: ended.on,
    start,
    stop,
    load,
    take,
  }
})
