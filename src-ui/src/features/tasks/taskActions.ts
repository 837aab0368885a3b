import { createSharedComposable } from '@vueuse/core'
import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useComposer } from '@/features/create/composer'
import { api, ok } from '@/shared/api/client'
import { ApiFailure } from '@/shared/api/problem'
import type { TaskView } from '@/shared/api/types'
import { DOUBLE_CLICK_MS } from '@/shared/doubleClick'
import { useFailureText } from '@/shared/failureText'
import { confirm } from '@/shared/ui/confirm'
import { notify } from '@/shared/ui/notify'
import { problemOf } from './problem'
import { isSent } from './progress'
import { useTaskFeed } from './taskFeed'

type Deed = 'cancel' | 'retry' | 'fill'

/** What can be done with a task. Each deed is under way at most once for a task, however often somebody taps. */
export const useTaskActions = createSharedComposable(() => {
  const { t } = useI18n()
  const router = useRouter()
  const feed = useTaskFeed()
  const composer = useComposer()
  const { describe } = useFailureText()
  const underWay = shallowRef<ReadonlySet<string>>(new Set())
  const key = (deed: Deed, task: TaskView) => `${deed} ${task.id}`
  /** Tasks whose retry got no answer, each with the retries that were known before. */
  const unanswered = new Map<string, ReadonlySet<string>>()

  function isBusy(deed: Deed, task: TaskView): boolean {
    return underWay.value.has(key(deed, task))
  }

  async function once<T>(deed: Deed, task: TaskView, work: () => Promise<T>): Promise<T | undefined> {
    if (isBusy(deed, task)) return undefined
    underWay.value = new Set([...underWay.value, key(deed, task)])
    try {
      return await work()
    } catch (error) {
      const { message, requestId } = describe(error)
      notify.failed(message, requestId)
      if (error instanceof ApiFailure && !error.offline) await look(task.id)
      return undefined
    } finally {
      underWay.value = new Set([...underWay.value].filter((other) => other !== key(deed, task)))
    }
  }

  /** Takes over the task as the server has it now; the feed will tell what this call misses. */
  async function look(id: string): Promise<void> {
    try {
      feed.take(await ok(api.GET('/api/generate/task/{id}', { params: { path: { id } } })))
    } catch {
      await feed.load()
    }
  }

  async function cancel(task: TaskView): Promise<void> {
    const sure =
      !isSent(task) ||
      (await confirm({
        title: t('tasks.cancelTitle'),
        text: t('tasks.cancelText'),
        action: t('tasks.action.cancel'),
        danger: true,
      }))
    if (!sure) return
    await once('cancel', task, async () => {
      feed.take(await ok(api.DELETE('/api/generate/task/{id}', { params: { path: { id: task.id } } })))
    })
  }

  /** Hands the same request in again as a task of its own; its id, or undefined when it was not. */
  async function retry(task: TaskView): Promise<string | undefined> {
    const sure =
      !problemOf(task)?.retryMayPayTwice ||
      (await confirm({
        title: t('tasks.retryTitle'),
        text: t('tasks.retryText'),
        action: t('tasks.action.retry'),
      }))
    if (!sure) return undefined
    return once('retry', task, async () => {
      const taskId = (await alreadyTaken(task)) ?? (await handIn(task))
      await look(taskId)
      // A double click is one wish.
      await new Promise((done) => setTimeout(done, DOUBLE_CLICK_MS))
      return taskId
    })
  }

  async function handIn(task: TaskView): Promise<string> {
    const path = { id: task.id }
    const before = new Set(feed.tasks.value.map(({ id }) => id))
    try {
      return (await ok(api.POST('/api/generate/task/{id}/retry', { params: { path } }))).taskId
    } catch (error) {
      if (error instanceof ApiFailure && (error.offline || error.status >= 500))
        unanswered.set(task.id, before)
      throw error
    }
  }

  /** The retry that an earlier click has made after all, although its answer was lost: it must not be paid twice. */
  async function alreadyTaken(task: TaskView): Promise<string | undefined> {
    const before = unanswered.get(task.id)
    if (!before) return undefined
    await feed.load()
    if (feed.failure.value) throw feed.failure.value
    unanswered.delete(task.id)
    return feed.tasks.value.find(({ id, retryOf }) => retryOf === task.id && !before.has(id))?.id
  }

  /** Puts the request of a task into the composer and goes there. */
  async function fill(task: TaskView): Promise<void> {
    await once('fill', task, async () => {
      composer.fill(await ok(api.GET('/api/generate/task/{id}/input', { params: { path: { id: task.id } } })))
      await router.push({ name: 'create' })
      notify.done(t('tasks.filled'))
    })
  }

  return { isBusy, cancel, retry, fill }
})

/** The newest task that was made of this one, if any: a second try is not offered twice. */
export function retryOf(task: TaskView, tasks: readonly TaskView[]): TaskView | undefined {
  return tasks.find((other) => other.retryOf === task.id)
}
