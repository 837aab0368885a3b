import { onScopeDispose, ref, shallowRef } from 'vue'
import { sendParts } from './sendParts'
import { askCheck, beginCheck, cancelCheck, put, type BackupCheck } from './transferApi'

/** Sends a backup through the server, which keeps nothing of it, and tells what was found. Ends with the page. */
export function useBackupCheck() {
  const busy = ref(false)
  const sent = ref(0)
  const size = ref(0)
  const name = ref('')
  const found = shallowRef<BackupCheck | null>(null)
  const failure = shallowRef<unknown>(null)
  let leaving: AbortController | undefined

  async function start(file: File): Promise<void> {
    const abort = new AbortController()
    leaving = abort
    busy.value = true
    sent.value = 0
    size.value = file.size
    name.value = file.name
    found.value = null
    failure.value = null
    let id: string | undefined
    try {
      const begun = await beginCheck(file.size)
      id = begun.id
      const answer = await sendParts(file.name, file, 0, {
        send: async (part, offset) => {
          const progress = await put<BackupCheck>(
            `/api/backup/checks/${begun.id}/parts?offset=${offset}`,
            part,
            abort.signal,
          )
          // What is broken already need not be sent to its end.
          if (progress.state === 'broken') throw new Broken(progress)
          return progress
        },
        ask: async () => ({ receiving: file.name, offset: (await askCheck(begun.id)).offset }),
        progress: (bytes) => (sent.value = bytes),
        signal: abort.signal,
      })
      found.value = answer ? await ended(answer, abort.signal) : null
    } catch (problem) {
      if (problem instanceof Broken) found.value = problem.found
      else if (!abort.signal.aborted) failure.value = problem
    } finally {
      busy.value = false
      if (abort.signal.aborted && id) await cancelCheck(id).catch(() => undefined)
    }
  }

  const cancel = () => leaving?.abort()
  onScopeDispose(cancel)
  return { busy, sent, size, name, found, failure, start, cancel }
}

class Broken extends Error {
  constructor(readonly found: BackupCheck) {
    super('broken')
  }
}

/** A slow server may still be at the last part. */
async function ended(answer: BackupCheck, signal: AbortSignal): Promise<BackupCheck> {
  let now = answer
  while (now.state === 'receiving') {
    signal.throwIfAborted()
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    now = await askCheck(now.id)
  }
  return now
}
