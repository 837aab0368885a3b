import type { TaskView } from '@/shared/api/types'
import type { Say } from '@/shared/i18n'
import { promptOf } from './progress'

/** What has ended since somebody last looked at the page: the content of its one notification. */
export interface UnseenEnds {
  /** Pictures. */
  ready: number
  failed: number
  /** Tasks. */
  ends: number
  last: TaskView
  /** Of the newest that failed, newest first. */
  failedPrompts: readonly string[]
}

const LONGEST_PROMPT = 120
const LONGEST_NAMED = 60
const NAMED = 3
const NONE = { ready: 0, failed: 0, ends: 0, failedPrompts: [] }

/** Undefined where nobody waits for it: a task that was canceled. */
export function withEnd(before: UnseenEnds | undefined, task: TaskView): UnseenEnds | undefined {
  if (task.status !== 'done' && task.status !== 'failed') return before
  const { ready, failed, ends, failedPrompts } = before ?? NONE
  const lost = lostBy(task)
  return {
    ready: ready + madeBy(task),
    failed: failed + lost,
    ends: ends + 1,
    last: task,
    failedPrompts: lost > 0 ? [promptOf(task), ...failedPrompts].slice(0, NAMED) : failedPrompts,
  }
}

/** Without those that the task it makes up for has made. */
function madeBy({ status, attempts, result }: TaskView): number {
  if (status !== 'done') return 0
  const tried = new Set(attempts.flatMap(({ pictures }) => pictures))
  return Math.max(1, Math.min(tried.size, result?.galleryEntries.length ?? 1))
}

function lostBy({ status, payload, shortfall }: TaskView): number {
  return status === 'failed' ? Math.max(1, payload.n ?? 1) : (shortfall?.missing ?? 0)
}

/** The words for it. */
export function noticeOf(
  { ready, failed, ends, last, failedPrompts }: UnseenEnds,
  underWay: number,
  showPrompt: boolean,
  t: Say,
): { title: string; body: string; path: string } {
  const prompts =
    ends === 1
      ? [shortened(promptOf(last), LONGEST_PROMPT)]
      : failedPrompts.map((prompt) =>
          t('tasks.notification.named', { prompt: shortened(prompt, LONGEST_NAMED) }),
        )
  const rest = underWay > 0 ? [t('tasks.notification.underWay', { n: underWay }, underWay)] : []
  return {
    title: titleOf(ready, failed, t),
    body: [...(showPrompt ? prompts : []), ...rest].join('\n').trim(),
    path: ends === 1 ? `tasks/${last.id}` : 'create',
  }
}

function titleOf(ready: number, failed: number, t: Say): string {
  if (failed === 0) return t('tasks.notification.done', { n: ready }, ready)
  if (ready === 0) return t('tasks.notification.failed', { n: failed }, failed)
  return t('tasks.notification.mixed', {
    ready: t('tasks.notification.ready', { n: ready }, ready),
    failed,
  })
}

/** Never cuts a character in two. */
function shortened(text: string, most: number): string {
  const letters = [...text]
  return letters.length <= most ? text : `${letters.slice(0, most).join('')}…`
}
