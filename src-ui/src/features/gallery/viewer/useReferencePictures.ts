import { useQueries } from '@tanstack/vue-query'
import { computed } from 'vue'
import { uploadThumbnail } from '@/features/create/composer'
import { serverPath } from '@/shared/address'
import { fetchEntry } from '../galleryApi'

export interface ReferencePicture {
  id: string
  /** Undefined while it is asked for, and when it is no longer there. */
  thumbnail?: string
  original?: string
}

/** The pictures that a picture was made from. Those uploaded are kept for a while only. */
export function useReferencePictures(ids: () => readonly string[]) {
  const entries = useQueries({
    queries: computed(() =>
      ids()
        .filter((id) => id.startsWith('gallery:'))
        .map((id) => ({
          queryKey: ['gallery', 'entry', id.slice('gallery:'.length)] as const,
          queryFn: ({ signal }: { signal: AbortSignal }) => fetchEntry(id.slice('gallery:'.length), signal),
          retry: false,
        })),
    ),
  })

  return computed<ReferencePicture[]>(() =>
    ids().map((id) => {
      const name = id.slice(id.indexOf(':') + 1)
      if (id.startsWith('upload:'))
        return { id, thumbnail: uploadThumbnail(id), original: serverPath(`/api/uploads/${name}`) }
      const entry = entries.value.find(({ data }) => data?.id === name)?.data
      return { id, thumbnail: entry?.thumbnailPath, original: entry?.imagePath }
    }),
  )
}
