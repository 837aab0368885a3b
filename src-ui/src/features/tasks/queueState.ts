import type { TaskView } from '@/shared/api/types'

/** The key under which the query cache has the queue's state. */
export const QUEUE = ['tasks', 'queue']

/**
 * The tasks with the places in the queue that they have by now: what was told with each was true when it was told. Those that the
 * server has named come first and in its order, the others have been handed in since.
 */
export function withPlaces(tasks: readonly TaskView[], next: readonly string[]): readonly TaskView[] {
  const turns = new Map(next.map((id, index) => [id, index]))
  const turn = (task: TaskView) => turns.get(task.id) ?? Infinity
  const queued = tasks.filter(({ status }) => status === 'queued')
  if (queued.length === 0) return tasks
  queued.sort(
    (a, b) =>
      (turn(a) === turn(b) ? 0 : turn(a) - turn(b)) ||
      Date.parse(a.createdAt) - Date.parse(b.createdAt) ||
      (a.id < b.id ? -1 : 1),
  )
  const places = new Map(queued.map(({ id }, index) => [id, index + 1]))
  return tasks.map((task) => {
    const position = places.get(task.id)
    return position === undefined || position === task.position ? task : { ...task, position }
  })
}
