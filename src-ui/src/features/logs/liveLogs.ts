import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { api, ok } from '@/shared/api/client'
import type { LogEntry } from '@/shared/api/types'
import { dataOf, openStream } from '@/shared/live/eventStream'
import { useLogBuffer } from './logBuffer'

/** The server's log, live for as long as the component is there and seen. */
export function useLiveLogs(limit: Readonly<Ref<number>>) {
  const buffer = useLogBuffer(limit)
  const loaded = shallowRef(false)
  const failure = shallowRef<unknown>(null)
  const connected = shallowRef(true)

  async function load(): Promise<void> {
    try {
      const { logs } = await ok(api.GET('/api/logs', { params: { query: { limit: limit.value } } }))
      buffer.merge(logs)
      loaded.value = true
      failure.value = null
    } catch (error) {
      failure.value = error
    }
  }

  const stream = openStream('/api/logs/events', {
    // What was logged before the stream joined is in the list.
    onOpen() {
      connected.value = true
      void load()
    },
    onEvent(event) {
      const entry = event.name === 'log' ? dataOf<LogEntry>(event) : undefined
      if (entry) buffer.add(entry)
    },
    onLost() {
      connected.value = false
      if (!loaded.value) void load()
    },
    keepWhileHidden: () => false,
  })
  onScopeDispose(stream.close)
  watch(limit, load)

  return { ...buffer, loaded, failure, connected, load }
}
