import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { useI18n } from '@/shared/i18n'
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

/** What is being done to tasks, wherever it was asked for. */
const useDeeds = defineStore('task-deeds', () => ({
  underWay: ref(new Set<string>()),
  /** Tasks whose retry got no answer, each with the tasks that were known before. */
  unanswered: shallowRef(new Map<string, ReadonlySet<string>>()),
}))

/** What can be done with a task. Each deed is under way at most once for a task, however often somebody taps. */
export function useTaskActions() {
  const { t } = useI18n()
  const router = useRouter()
  const feed = useTaskFeed()
  const composer = useComposer()
  const { tell } = useFailureText()
  const { underWay, unanswered } = useDeeds()

  const isBusy = (deed: Deed, task: TaskView): boolean => underWay.has(`${deed} ${task.id}`)

  async function once<T>(deed: Deed, task: TaskView, work: () => Promise<T>): Promise<T | undefined> {
    if (isBusy(deed, task)) return undefined
    underWay.add(`${deed} ${task.id}`)
    try {
      return await work()
    } catch (error) {
      tell(error)
      if (error instanceof ApiFailure && !error.offline) await feed.lookUp(task.id)
      return undefined
    } finally {
      underWay.delete(`${deed} ${task.id}`)
    }
  }

  async function cancel(task: TaskView): Promise<void> {
    const [title, text, action] = [t('tasks.cancelTitle'), t('tasks.cancelText'), t('tasks.action.cancel')]
    const keep = t('tasks.cancelNot')
    if (isSent(task) && !(await confirm({ title, text, action, keep, danger: true }))) return
    await once('cancel', task, async () => {
      feed.take(await ok(api.DELETE('/api/generate/task/{id}', { params: { path: { id: task.id } } })))
    })
  }

  /** Hands the same request in again as a task of its own; its id, or undefined when it was not. */
  async function retry(task: TaskView): Promise<string | undefined> {
    const [title, text, action] = [t('tasks.retryTitle'), t('tasks.retryText'), t('tasks.action.retry')]
    if (problemOf(task)?.retryMayPayTwice && !(await confirm({ title, text, action }))) return undefined
    return once('retry', task, async () => {
      const taskId = (await alreadyTaken(task)) ?? (await handIn(task))
      await feed.lookUp(taskId)
      // A double click is one wish.
      await new Promise((done) => setTimeout(done, DOUBLE_CLICK_MS))
      return taskId
    })
  }

  async function handIn(task: TaskView): Promise<string> {
    const path = { id: task.id }
    const before = new Set(feed.tasks.map(({ id }) => id))
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
    const tasks = await feed.load()
    unanswered.delete(task.id)
    return tasks.find(({ id, retryOf }) => retryOf === task.id && !before.has(id))?.id
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
}

/** The newest task that was made of this one, if any: a second try is not offered twice. */
export function retryOf(task: TaskView, tasks: readonly TaskView[]): TaskView | undefined {
  return tasks.find((other) => other.retryOf === task.id)
}
