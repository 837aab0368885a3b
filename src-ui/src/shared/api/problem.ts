import type { components } from './schema'

/** What the server says about every failure (RFC 9457). */
export type Problem = components['schemas']['Problem']

/** A call that did not succeed. `message` is a sentence for people in their language, when the server gave one. */
export class ApiFailure extends Error {
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    /** Stable and for programs: `offline` when no answer came. */
    readonly code: string,
    message: string,
    /** Names the failure in the server's log. */
    readonly requestId?: string,
    readonly problem?: Problem,
    /** Seconds to wait before another try, when the server says so. */
    readonly retryAfter?: number,
  ) {
    super(message)
    this.name = 'ApiFailure'
  }

  get offline(): boolean {
    return this.status === 0
  }

  /** The server's sentence for a field of the request. */
  field(name: string): string | undefined {
    return this.problem?.errors?.find((error) => error.field === name)?.message
  }
}

/** The failure that an answer tells; also when a proxy in between answered with a page of its own. */
export function failureOf(response: Response, body: unknown): ApiFailure {
  const problem = isProblem(body) ? body : undefined
  const retryAfter = Number(response.headers.get('Retry-After') ?? Number.NaN)
  return new ApiFailure(
    response.status,
    problem?.code ?? 'unexpected_answer',
    problem?.message ?? `HTTP ${response.status}`,
    problem?.requestId ?? response.headers.get('x-request-id') ?? undefined,
    problem,
    Number.isFinite(retryAfter) ? retryAfter : undefined,
  )
}

/** The failure of a call without an answer. An aborted call stays what it is: nobody waits for it. */
export function unreachable(error: unknown): Error {
  if (error instanceof DOMException && error.name === 'AbortError') return error
  return new ApiFailure(0, 'offline', '')
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'message' in body
}
