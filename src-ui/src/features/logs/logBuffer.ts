import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { LogEntry } from '@/shared/api/types'

/**
 * The newest log lines, newest first and never more than `limit`. While it is held nothing moves: what comes waits and is
 * counted.
 */
export function useLogBuffer(limit: Readonly<Ref<number>>) {
  const lines = shallowRef<readonly LogEntry[]>([])
  const waiting = shallowRef<readonly LogEntry[]>([])
  const held = ref(false)

  /** Takes over lines that the server sent or listed; those that came meanwhile stay. */
  function merge(more: readonly LogEntry[]): void {
    const known = new Set(lines.value.map(({ id }) => id))
    const holds = held.value && lines.value.length > 0
    const target = holds ? waiting : lines
    const fresh = holds ? more.filter(({ id }) => !known.has(id)) : more
    target.value = newest(fresh, target.value, limit.value)
  }

  watch(held, (isHeld) => {
    if (isHeld) return
    lines.value = newest(waiting.value, lines.value, limit.value)
    waiting.value = []
  })
  watch(limit, (most) => (lines.value = lines.value.slice(0, most)))

  return {
    lines,
    waiting: computed(() => waiting.value.length),
    held,
    add: (entry: LogEntry) => merge([entry]),
    merge,
  }
}

function newest(added: readonly LogEntry[], known: readonly LogEntry[], limit: number): readonly LogEntry[] {
  const byId = new Map([...known, ...added].map((entry) => [entry.id, entry]))
  return [...byId.values()].sort(compare).slice(0, limit)
}

/** Negative when `a` is the newer one. An id is `<run of the server>-<number>`. */
function compare(a: LogEntry, b: LogEntry): number {
  const [runA, numberA] = split(a.id)
  const [runB, numberB] = split(b.id)
  return runA === runB ? numberB - numberA : Date.parse(b.time) - Date.parse(a.time)
}

function split(id: string): [string, number] {
  const at = id.lastIndexOf('-')
  return [id.slice(0, at), Number(id.slice(at + 1))]
}
