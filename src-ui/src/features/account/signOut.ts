import { api } from '@/shared/api/client'
import { usePageWorker } from '@/shared/pageWorker'
import { useSession } from '@/shared/session'

/** A server that does not answer must not keep somebody in. */
const PATIENCE_MS = 3_000

/**
 * Ends the session on the server and forgets it here, with what the browser was to be told and the page's own files. Without a connection it ends here; the token then lives until it
 * expires.
 */
export function useSignOut(): () => Promise<void> {
  return async () => {
    // The worker goes first: once the server has ended the session, a page that stays would ask with a token that is no longer good.
    await Promise.race([
      usePageWorker()
        .forget()
        .catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)),
    ])
    try {
      await api.POST('/api/logout', { signal: AbortSignal.timeout(PATIENCE_MS) })
    } catch {
      // The page forgets the token in any case: that is what was asked for.
    } finally {
      useSession().signOut()
    }
  }
}
