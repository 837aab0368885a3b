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
export const submission = {
  keyOf(request: unknown): string {
    const body = JSON.stringify(request)
    if (open?.body !== body) {
      open = { key: randomKey(), body }
      writeStored(KEY, open)
    }
    return open.key
  },

  taken(): void {
    open = null
    writeStored(KEY, open)
  },
}

let open = readStored<Submission | null>(KEY, null, isSubmission)

/** `crypto.randomUUID` is missing on pages that come by plain HTTP, as from a server at home. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

function isSubmission(value: unknown): value is Submission {
  return typeof value === 'object' && value !== null && 'key' in value && 'body' in value
}
