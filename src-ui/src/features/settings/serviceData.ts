import { useQuery } from '@tanstack/vue-query'
import { api, ok } from '@/shared/api/client'

/** The server itself: version, queue, storage, limits, health. */
export function useService({ every }: { every?: number } = {}) {
  return useQuery({
    queryKey: ['service'],
    queryFn: () => ok(api.GET('/api/service', {})),
    refetchInterval: every,
  })
}

/** The session, and why `app.config.json` is not in use when it is broken. */
export function useSessionInfo() {
  return useQuery({ queryKey: ['session'], queryFn: () => ok(api.GET('/api/session', {})) })
}
