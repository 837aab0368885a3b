import type { NextStep, TaskView } from '@/shared/api/types'

/** What a person can do about a problem; the words are `tasks.action.*`. */
export type Remedy = 'retry' | 'missing' | 'edit' | 'settings'

/** Why a task has no picture, or fewer than were asked for. */
export interface TaskProblem {
  kind: 'failed' | 'canceled' | 'shortfall'
  /** For people, in the language of the page. */
  message: string
  mayBeBilled: boolean
  nextStep: NextStep
  upstream?: TaskView['upstream']
  /** The most helpful one first. */
  remedies: readonly Remedy[]
  /** The picture was made and could not be fetched: a further try only fetches it again and costs nothing. */
  notDownloaded: boolean
  /** A further try may be a second payment for the same picture. */
  retryMayPayTwice: boolean
}

const REMEDIES: Record<NextStep, readonly Remedy[]> = {
  retry: ['retry', 'edit'],
  retry_later: ['retry', 'edit'],
  check_bill: ['retry', 'edit'],
  change_prompt: ['edit'],
  change_request: ['edit'],
  change_model: ['edit', 'settings'],
  check_key: ['settings', 'retry'],
  top_up: ['retry', 'settings'],
  check_endpoint: ['settings', 'retry'],
  none: ['edit'],
}

const NOT_DOWNLOADED = 'download_failed'

export function problemOf(task: TaskView): TaskProblem | undefined {
  if (task.status === 'failed' || task.status === 'canceled') {
    const nextStep = task.nextStep ?? 'none'
    return {
      kind: task.status,
      message: task.error ?? '',
      mayBeBilled: task.mayBeBilled,
      nextStep,
      upstream: task.upstream,
      remedies: REMEDIES[nextStep],
      notDownloaded: task.errorCode === NOT_DOWNLOADED,
      retryMayPayTwice: nextStep === 'check_bill',
    }
  }
  const { shortfall } = task
  if (task.status !== 'done' || !shortfall) return undefined
  return {
    kind: 'shortfall',
    message: shortfall.message,
    mayBeBilled: shortfall.mayBeBilled,
    nextStep: shortfall.nextStep,
    upstream: shortfall.upstream,
    // The server makes only those that are missing.
    remedies: REMEDIES[shortfall.nextStep].map((remedy) => (remedy === 'retry' ? 'missing' : remedy)),
    notDownloaded: shortfall.code === NOT_DOWNLOADED,
    retryMayPayTwice: shortfall.nextStep === 'check_bill',
  }
}
