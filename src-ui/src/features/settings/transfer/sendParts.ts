import { ApiFailure } from '@/shared/api/problem'

/** Small enough for most proxies; a proxy that takes less says so, and gets less. */
const FIRST_PART = 8 << 20
const SMALLEST_PART = 256 << 10
const PATIENCE_MS = 3_000
const TRIES = 40

export interface PartAnswer {
  /** The file that the server still waits for, and how much of it is there. */
  receiving?: string
  offset?: number
}

export interface Sending<A extends PartAnswer> {
  send: (part: Blob, offset: number) => Promise<A>
  /** Asks how far the server is, after a connection broke. */
  ask: () => Promise<PartAnswer>
  progress: (sent: number) => void
  signal: AbortSignal
  pause?: (ms: number) => Promise<void>
}

/** How large the parts may be, learned once for a page: the proxy in between stays the same. */
let partSize = FIRST_PART

/**
 * Sends a file part by part, over broken connections, and smaller ones where a proxy refuses.
 *
 * @param from how much of it the server has already
 * @throws ApiFailure when the server refuses it, or does not come back
 */
export async function sendParts<A extends PartAnswer>(
  name: string,
  file: Blob,
  from: number,
  { send, ask, progress, signal, pause = sleep }: Sending<A>,
): Promise<A | undefined> {
  let offset = from
  let answer: A | undefined
  let failures = 0
  while (offset < file.size) {
    signal.throwIfAborted()
    try {
      const end = Math.min(file.size, offset + partSize)
      answer = await send(file.slice(offset, end), offset)
      offset = end
      failures = 0
    } catch (failure) {
      if (tooLarge(failure) && partSize > SMALLEST_PART) {
        partSize = Math.max(SMALLEST_PART, partSize / 4)
        continue
      }
      if (!passing(failure) || ++failures > TRIES) throw failure
      await pause(PATIENCE_MS)
      offset = await there(name, offset, ask)
    }
    progress(offset)
  }
  return answer
}

/** Begins anew with large parts; for tests. */
export function forgetPartSize(): void {
  partSize = FIRST_PART
}

async function there(name: string, before: number, ask: () => Promise<PartAnswer>): Promise<number> {
  try {
    const { receiving, offset } = await ask()
    return receiving === name ? (offset ?? 0) : 0
  } catch {
    return before
  }
}

const tooLarge = (failure: unknown) => failure instanceof ApiFailure && failure.status === 413

/** What may be over in a moment: no connection, a proxy without its server, a part that came twice. */
function passing(failure: unknown): boolean {
  return (
    failure instanceof ApiFailure &&
    (failure.offline || [502, 503, 504].includes(failure.status) || failure.code.endsWith('_out_of_order'))
  )
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
