import type { TaskView } from '@/shared/api/types'

const STAGES = [
  'queued',
  'calling_upstream',
  'downloading',
  'selecting_primary',
  'writing_image',
  'generating_thumbnail',
  'writing_index',
]

/** Not at its end yet. */
export function isActive(task: TaskView): boolean {
  return task.status === 'queued' || task.status === 'running' || task.status === 'saving'
}

/** How far a task is. It only grows, so that an older answer that comes late is known as such. */
export function progressOf(task: TaskView): number {
  if (!isActive(task)) return Number.MAX_SAFE_INTEGER
  return (
    (task.attempts?.length ?? 0) * 100 +
    STAGES.indexOf(task.stage ?? 'queued') * 10 +
    (task.cancelRequested ? 1 : 0)
  )
}

/** The list with the newest state of that task, newest task first; the same list when it is older than what is known. */
export function upsertTask(tasks: readonly TaskView[], task: TaskView, limit: number): readonly TaskView[] {
  const known = tasks.find((other) => other.id === task.id)
  if (known) {
    if (progressOf(task) < progressOf(known)) return tasks
    return tasks.map((other) => (other === known ? task : other))
  }
  return newestFirst([task, ...tasks]).slice(0, limit)
}

/** The list as the server answered it, but for tasks of which something newer is known, or which are newer than it. */
export function mergeTasks(
  known: readonly TaskView[],
  listed: readonly TaskView[],
  limit: number,
): readonly TaskView[] {
  const byId = new Map(known.map((task) => [task.id, task]))
  const merged = listed.map((task) => {
    const other = byId.get(task.id)
    return other && progressOf(other) > progressOf(task) ? other : task
  })
  const ids = new Set(listed.map((task) => task.id))
  const newest = listed[0]?.createdAt ?? ''
  const missing = known.filter((task) => !ids.has(task.id) && (task.createdAt ?? '') > newest)
  return newestFirst([...missing, ...merged]).slice(0, limit)
}

function newestFirst(tasks: TaskView[]): TaskView[] {
  return tasks.sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''))
}
