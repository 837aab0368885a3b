import { useEventListener } from '@vueuse/core'
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useGalleryLists } from '@/features/gallery/list/galleryLists'
import { worthSending } from './importFiles'
import { sendParts } from './sendParts'
import {
  beginImport,
  cancelImport,
  completeImport,
  isOver,
  latestImport,
  put,
  type ImportProgress,
} from './transferApi'

const KEY = ['imports']

/**
 * The import: what this page sends, which goes on at every place of the page, and how far the server is, which any device sees.
 */
export const useImport = defineStore('import', () => {
  const cache = useQueryClient()
  const lists = useGalleryLists()
  const leaving = shallowRef<AbortController | null>(null)
  const sent = ref(0)
  const toSend = ref(0)
  const failure = shallowRef<unknown>(null)
  const sending = computed(() => leaving.value !== null)

  const latest = useQuery({
    queryKey: KEY,
    queryFn: latestImport,
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data && !isOver(data) ? 1_000 : false),
  })
  const now = computed(() => latest.data.value ?? null)
  const active = computed(() => sending.value || (now.value !== null && !isOver(now.value)))

  function learn(progress: ImportProgress): void {
    cache.setQueryData(KEY, progress)
  }

  async function start(chosen: readonly File[]): Promise<void> {
    const { files } = worthSending(chosen)
    if (sending.value || files.length === 0) return
    const abort = new AbortController()
    leaving.value = abort
    failure.value = null
    sent.value = 0
    toSend.value = files.reduce((sum, { file }) => sum + file.size, 0)
    try {
      const { id } = await beginImport(files.length)
      let before = 0
      for (const { name, file } of files) {
        const query = new URLSearchParams({
          name: name.slice(-1000),
          size: String(file.size),
          modified: String(file.lastModified),
        })
        await sendParts(name, file, 0, {
          send: async (part, offset) => {
            const path = `/api/imports/${id}/files?${query}&offset=${offset}` as const
            const progress = await put<ImportProgress>(path, part, abort.signal)
            learn(progress)
            return progress
          },
          ask: async () => (await latestImport()) ?? {},
          progress: (bytes) => (sent.value = before + bytes),
          signal: abort.signal,
        })
        before += file.size
      }
      learn(await completeImport(id))
    } catch (problem) {
      if (!abort.signal.aborted) failure.value = problem
    } finally {
      leaving.value = null
      void latest.refetch()
    }
  }

  async function cancel(): Promise<void> {
    leaving.value?.abort()
    if (now.value && !isOver(now.value)) learn(await cancelImport(now.value.id))
  }

  // New pictures are in the gallery whatever became of the import.
  watch(
    () => (now.value && isOver(now.value) ? `${now.value.id} ${now.value.added}` : null),
    (end, before) => {
      if (end === null || end === before || now.value?.added === 0) return
      for (const list of lists.all()) list.outdate()
      lists.changed()
    },
  )
  useEventListener(window, 'beforeunload', (event) => sending.value && event.preventDefault())

  return { now, active, sending, sent, toSend, failure, error: latest.error, start, cancel }
})
