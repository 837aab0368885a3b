import type { GalleryEntry, TaskView } from '@/shared/api/types'

/** Not at its end yet. */
export function isActive(task: TaskView): boolean {
  return task.status === 'queued' || task.status === 'running' || task.status === 'saving'
}

/** Whether `task` is an older state of the same task than `known`: an answer that was overtaken by an event. */
export function isBehind(task: TaskView, known: TaskView): boolean {
  return task.version < known.version
}

/** The list with the newest state of that task, newest task first; the same list when it is older than what is known. */
export function upsertTask(tasks: readonly TaskView[], task: TaskView, limit: number): readonly TaskView[] {
  const known = tasks.find((other) => other.id === task.id)
  if (known && isBehind(task, known)) return tasks
  return [task, ...tasks.filter((other) => other !== known)].sort(compare).slice(0, limit)
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
    return other && isBehind(task, other) ? other : task
  })
  const ids = new Set(listed.map((task) => task.id))
  const newest = listed[0]
  const missing = known.filter((task) => !ids.has(task.id) && (!newest || compare(task, newest) < 0))
  return [...missing, ...merged].sort(compare).slice(0, limit)
}

/** The list with a change of pictures; tasks that have none of them stay as they are. */
export function patchEntries(
  tasks: readonly TaskView[],
  ids: ReadonlySet<string>,
  change: Partial<GalleryEntry>,
): readonly TaskView[] {
  const changed = (entry: GalleryEntry) => (ids.has(entry.id) ? { ...entry, ...change } : entry)
  return tasks.map((task) => {
    const { result } = task
    if (!result?.galleryEntries?.some(({ id }) => ids.has(id))) return task
    const galleryEntries = result.galleryEntries.map(changed)
    return { ...task, result: { ...result, galleryEntry: changed(result.galleryEntry), galleryEntries } }
  })
}

/** Negative when `a` is the newer one. Ids grow with time, within a millisecond too. */
function compare(a: TaskView, b: TaskView): number {
  return Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? 1 : -1)
}
