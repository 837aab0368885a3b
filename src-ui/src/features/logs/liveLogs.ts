import { useQuery } from '@tanstack/vue-query'
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { api, ok } from '@/shared/api/client'
import type { LogEntry } from '@/shared/api/types'
import { dataOf, openStream } from '@/shared/live/eventStream'
import { useLogBuffer } from './logBuffer'

/** The server's log, live for as long as the component is there and seen. */
export function useLiveLogs(limit: Readonly<Ref<number>>) {
  const buffer = useLogBuffer(limit)
  const connected = shallowRef(true)
  const { data, error, refetch } = useQuery({
    queryKey: ['logs', limit],
    queryFn: async () => (await ok(api.GET('/api/logs', { params: { query: { limit: limit.value } } }))).logs,
    placeholderData: (before) => before,
    structuralSharing: false,
    shallow: true,
    gcTime: 0,
    retry: false,
  })
  watch(data, (logs) => logs && buffer.merge(logs))
  const load = () => void refetch()

  const stream = openStream('/api/logs/events', {
    // What was logged before the stream joined is in the list.
    onOpen() {
      connected.value = true
      load()
    },
    onEvent(event) {
      const entry = event.name === 'log' ? dataOf<LogEntry>(event) : undefined
      if (entry) buffer.add(entry)
    },
    onLost() {
      connected.value = false
      if (!data.value) load()
    },
    keepWhileHidden: () => false,
  })
  onScopeDispose(stream.close)

  return { ...buffer, loaded: computed(() => data.value !== undefined), failure: error, connected, load }
}
