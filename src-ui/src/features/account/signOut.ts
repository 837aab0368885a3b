import { api } from '@/shared/api/client'
import { session } from '@/shared/session'

/** Ends the session here and on the server. Without a connection it ends here; the token then lives until it expires. */
export function useSignOut(): () => Promise<void> {
  return async () => {
    try {
      await api.POST('/api/logout')
    } catch {
      // The page forgets the token in any case: that is what was asked for.
    } finally {
      session.end()
    }
  }
}
