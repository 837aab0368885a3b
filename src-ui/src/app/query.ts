import { QueryClient } from '@tanstack/vue-query'
import { ApiFailure } from '@/shared/api/problem'

/** Reads are tried again when the network or the server stumbles; changes never by themselves. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: true,
      // Our own server may be reachable while the browser believes to be offline (a NAS on the home network).
      networkMode: 'always',
      retry: (failures, error) => {
        if (!(error instanceof ApiFailure)) return false
        return failures < 2 && (error.offline || error.status >= 500)
      },
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})
