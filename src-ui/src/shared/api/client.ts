import createClient, { type Middleware } from 'openapi-fetch'
import { serverBase } from '@/shared/address'
import { learnServerTime } from '@/shared/clock'
import { callHeaders, useSession } from '@/shared/session'
import { failureOf, unreachable } from './problem'
import type { paths } from './schema'

/** Adds who asks and in which language; learns the server's time; ends the session when the server no longer knows it. */
const credentials: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(callHeaders())) request.headers.set(name, value)
    return request
  },
  onResponse({ request, response }) {
    learnServerTime(response.headers.get('Date'))
    if (response.status === 401 && request.headers.has('Authorization')) {
      useSession().end(request.headers.get('Authorization')?.slice('Bearer '.length))
    }
  },
  onError({ error }) {
    return unreachable(error)
  },
}

/** The typed API: every path, parameter and answer is that of docs/openapi.yaml. */
export const api = createClient<paths>({ baseUrl: serverBase, credentials: 'same-origin' })
api.use(credentials)

/**
 * The data of a call, or its failure thrown as {@link ApiFailure}.
 *
 * @example const page = await ok(api.GET('/api/gallery', { params: { query: { limit: '50' } } }))
 */
export async function ok<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call
  if (!response.ok) throw failureOf(response, error)
  return data as T
}
