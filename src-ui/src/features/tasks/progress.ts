import type { TaskView } from '@/shared/api/types'
import { isActive } from './taskList'

/** What a task does right now; the words for it are `tasks.step.*`. */
export type Step =
  | 'queued'
  | 'calling'
  | 'callingAgain'
  | 'betweenAttempts'
  | 'downloading'
  | 'choosing'
  | 'saving'
  | 'thumbnail'
  | 'indexing'
  | 'canceling'
  | 'done'
  | 'failed'
  | 'canceled'

const STEPS: Record<TaskView['stage'], Step> = {
  queued: 'queued',
  calling_upstream: 'calling',
  downloading: 'downloading',
  selecting_primary: 'choosing',
  writing_image: 'saving',
  generating_thumbnail: 'thumbnail',
  writing_index: 'indexing',
  done: 'done',
  failed: 'failed',
  canceled: 'canceled',
}

export function stepOf(task: TaskView): Step {
  if (!isActive(task)) return STEPS[task.stage]
  if (task.cancelRequested) return 'canceling'
  if (task.stage !== 'calling_upstream' || task.attempts.length === 0) return STEPS[task.stage]
  if (task.attempts.every((attempt) => attempt.outcome !== 'open')) return 'betweenAttempts'
  return isAnotherTry(task) ? 'callingAgain' : 'calling'
}

/** Whether an attempt goes for a picture that an earlier one has already gone for. */
function isAnotherTry({ attempts }: TaskView): boolean {
  const tried = attempts.flatMap((attempt) => attempt.pictures)
  return new Set(tried).size < tried.length
}

export interface Progress {
  /** Since the task was taken up; before that, since it was handed in. */
  elapsedMs: number
  /** 0 to 1, when tasks like this one are known; never quite 1 before the end. */
  fraction?: number
  /** What is left by experience; absent when nothing is known or when it takes longer than usual. */
  remainingMs?: number
  longerThanUsual: boolean
}

const MOST_BEFORE_END = 0.95

/** How far a task is at `now` (ms). */
export function progressAt(task: TaskView, now: number): Progress {
  const end = task.finishedAt ? Date.parse(task.finishedAt) : now
  const elapsedMs = Math.max(0, end - Date.parse(task.startedAt ?? task.createdAt))
  const estimate = task.estimateMs
  if (!isActive(task) || !task.startedAt || !estimate) return { elapsedMs, longerThanUsual: false }
  const remainingMs = estimate - elapsedMs
  return {
    elapsedMs,
    fraction: Math.min(MOST_BEFORE_END, elapsedMs / estimate),
    remainingMs: remainingMs > 0 ? remainingMs : undefined,
    longerThanUsual: remainingMs < -estimate / 4,
  }
}

/** Whether a request has left for the upstream, so that it may be billed whatever happens now. */
export function isSent(task: TaskView): boolean {
  return task.attempts.some((attempt) => attempt.outcome !== 'not_sent')
}

/** As much of the prompt as the task tells. */
export function promptOf(task: TaskView): string {
  return task.result?.galleryEntry.prompt ?? task.payload.promptStart ?? ''
}
