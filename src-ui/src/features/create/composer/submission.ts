import { defineStore } from 'pinia'
import { DOUBLE_CLICK_MS } from '@/shared/doubleClick'
import { readStored, writeStored } from '@/shared/stored'

const KEY = 'studio.submission'

interface Submission {
  key: string
  body: string
}

/**
 * Names a request for the server's `Idempotency-Key`. The same request keeps its name until the server has taken it, also
 * over a reload, so that a second click or another try after a lost answer is never paid twice. Another request, or the
 * same one once more after it was taken, gets a new name.
 */
export const useSubmission = defineStore('submission', () => {
  let open = readStored<Submission | null>(KEY, null, isSubmission)
  let last = { body: '', at: -DOUBLE_CLICK_MS }

  function keyOf(request: unknown): string {
    const body = JSON.stringify(request)
    if (open?.body !== body) {
      open = { key: randomKey(), body }
      writeStored(KEY, open)
    }
    return open.key
  }

  function taken(): void {
    if (open) last = { body: open.body, at: performance.now() }
    open = null
    writeStored(KEY, open)
  }

  /** Whether this is the second half of a double click: the same request, a moment after it was taken. */
  function repeats(request: unknown): boolean {
    return performance.now() - last.at < DOUBLE_CLICK_MS && JSON.stringify(request) === last.body
  }

  return { keyOf, taken, repeats }
})

/** `crypto.randomUUID` is missing on pages that come by plain HTTP, as from a server at home. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function isSubmission(value: unknown): value is Submission {
  return typeof value === 'object' && value !== null && 'key' in value && 'body' in value
}
