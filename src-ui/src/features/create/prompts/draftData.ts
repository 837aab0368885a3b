import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { api, ok } from '@/shared/api/client'
import type { GenerationInput, SavedDraft } from '@/shared/api/types'

const KEY = ['drafts']

/** The saved drafts, the last saved first. */
export function useDrafts() {
  const cache = useQueryClient()
  const put = (change: (drafts: readonly SavedDraft[]) => readonly SavedDraft[]) =>
    cache.setQueryData<readonly SavedDraft[]>(KEY, (known) => known && change(known))

  const list = useQuery({
    queryKey: KEY,
    queryFn: async (): Promise<readonly SavedDraft[]> => (await ok(api.GET('/api/drafts', {}))).drafts,
    staleTime: 0,
  })
  const save = useMutation({
    mutationFn: async (body: GenerationInput) => (await ok(api.POST('/api/drafts', { body }))).draft,
    onSuccess: () => cache.invalidateQueries({ queryKey: KEY }),
  })
  const remove = useMutation({
    mutationFn: async (id: string) =>
      (await ok(api.DELETE('/api/drafts/{id}', { params: { path: { id } } }))).draft,
    onSuccess: (removed) => put((drafts) => drafts.filter(({ id }) => id !== removed.id)),
  })
  return { list, save, remove }
}
