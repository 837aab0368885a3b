import { defineStore } from 'pinia'
import { computed, markRaw, reactive, watch } from 'vue'
import type { Upload } from '@/shared/api/types'
import { uploadThumbnail, useComposer } from '../composer'
import { isPending, pendingId } from '../draft'
import { preparation } from './preparation'
import type { PictureLimits, PreparedPicture } from './preparePicture'
import { uploadPicture } from './uploadPicture'

/** A picture on its way to the server. */
export interface Transfer {
  file: File
  limits: PictureLimits
  state: 'waiting' | 'preparing' | 'uploading' | 'failed'
  /** Sent share, 0 to 1. */
  progress: number
  failure?: unknown
}

/** How a picture is made fit and sent; tests put others here. */
export interface Transport {
  prepare(file: Blob, limits: PictureLimits): Promise<PreparedPicture>
  upload(picture: Blob, signal: AbortSignal, onProgress: (share: number) => void): Promise<Upload>
}

const PREPARED_AT_ONCE = 1
const UPLOADED_AT_ONCE = 2

/**
 * Brings pictures of this device to the server, for the draft: each takes its place in the row at once and is exchanged for
 * the uploaded one. What leaves the draft, by whatever way, is given up.
 */
export function referenceQueue(transport: Transport) {
  const composer = useComposer()
  const transfers = reactive(new Map<string, Transfer>())
  /** Small pictures by reference id, for as long as this page lives. */
  const previews = reactive(new Map<string, string>())
  const running = new Map<string, AbortController>()
  const preparing = lanes(PREPARED_AT_ONCE)
  const uploading = lanes(UPLOADED_AT_ONCE)

  /** Takes as many as there is room for; returns how many were left out. */
  function add(files: readonly File[], limits: PictureLimits, max: number): number {
    const room = Math.max(0, max - composer.draft.references.length)
    for (const file of files.slice(0, room)) {
      const id = pendingId()
      // Raw, since a proxy cannot be posted to a worker.
      transfers.set(id, { file, limits: markRaw(limits), state: 'waiting', progress: 0 })
      composer.addReference({ id, thumbnail: '', name: file.name })
      void run(id)
    }
    return Math.max(0, files.length - room)
  }

  function retry(id: string): void {
    if (transfers.get(id)?.state === 'failed') void run(id)
  }

  async function run(id: string): Promise<void> {
    const transfer = transfers.get(id)
    if (!transfer) return
    const abort = new AbortController()
    running.set(id, abort)
    Object.assign(transfer, { state: 'waiting', progress: 0, failure: undefined })
    try {
      const prepared = await preparing(() => {
        abort.signal.throwIfAborted()
        transfer.state = 'preparing'
        return transport.prepare(transfer.file, transfer.limits)
      })
      abort.signal.throwIfAborted()
      show(id, URL.createObjectURL(prepared.thumbnail))
      const upload = await uploading(() => {
        abort.signal.throwIfAborted()
        transfer.state = 'uploading'
        return transport.upload(prepared.picture, abort.signal, (share) => (transfer.progress = share))
      })
      abort.signal.throwIfAborted()
      settle(id, upload.id, transfer.file.name)
    } catch (failure) {
      if (!abort.signal.aborted) Object.assign(transfer, { state: 'failed', failure })
    }
  }

  function settle(id: string, uploadId: string, name: string): void {
    const preview = previews.get(id)
    previews.delete(id)
    if (preview) show(uploadId, preview)
    composer.replaceReference(id, { id: uploadId, thumbnail: uploadThumbnail(uploadId), name })
  }

  function show(id: string, url: string): void {
    const earlier = previews.get(id)
    if (earlier) URL.revokeObjectURL(earlier)
    previews.set(id, url)
  }

  function forget(wanted: ReadonlySet<string>): void {
    for (const id of transfers.keys()) {
      if (wanted.has(id)) continue
      running.get(id)?.abort()
      running.delete(id)
      transfers.delete(id)
    }
    for (const [id, url] of previews) {
      if (wanted.has(id)) continue
      URL.revokeObjectURL(url)
      previews.delete(id)
    }
  }

  watch(
    () => composer.draft.references.map(({ id }) => id),
    (ids) => forget(new Set(ids)),
    { flush: 'sync' },
  )

  const pending = computed(() => composer.draft.references.filter(isPending))
  return {
    transfers,
    previews,
    busy: computed(() => pending.value.some(({ id }) => transfers.get(id)?.state !== 'failed')),
    failed: computed(() => pending.value.filter(({ id }) => transfers.get(id)?.state === 'failed')),
    add,
    retry,
  }
}

export const useReferenceQueue = defineStore('references', () =>
  referenceQueue({ prepare: preparation(), upload: uploadPicture }),
)

/** Runs at most that many jobs at a time, the others in their order. */
function lanes(count: number): <T>(job: () => Promise<T>) => Promise<T> {
  let free = count
  const waiting: (() => void)[] = []
  return async (job) => {
    if (free > 0) free--
    else await new Promise<void>((next) => waiting.push(next))
    try {
      return await job()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
