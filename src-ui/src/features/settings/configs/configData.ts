import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { api, ok } from '@/shared/api/client'
import type { ApiConfigInput } from '@/shared/api/types'
import { API_CONFIGS, apiConfigs } from '@/shared/apiConfigs'

export function useApiConfigs() {
  return useQuery(apiConfigs)
}

/** What changes configs. The list, the models of a changed connection and what they can do are asked for again. */
export function useConfigChanges() {
  const cache = useQueryClient()
  const path = (id: string) => ({ params: { path: { id } } })

  async function onSuccess(): Promise<void> {
    void cache.invalidateQueries({ queryKey: ['capabilities'] })
    void cache.invalidateQueries({ queryKey: ['usage'] })
    await cache.invalidateQueries({ queryKey: API_CONFIGS })
  }

  return {
    add: useMutation({
      mutationFn: async (input: ApiConfigInput) =>
        (await ok(api.POST('/api/api-configs', { body: input as Required<ApiConfigInput> }))).config,
      onSuccess,
    }),
    change: useMutation({
      mutationFn: async ({ id, ...input }: ApiConfigInput & { id: string }) =>
        (await ok(api.PUT('/api/api-configs/{id}', { ...path(id), body: input }))).config,
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: async (id: string) => (await ok(api.DELETE('/api/api-configs/{id}', path(id)))).config,
      onSuccess,
    }),
    makeDefault: useMutation({
      mutationFn: (id: string) => ok(api.POST('/api/api-configs/{id}/default', path(id))),
      onSuccess,
    }),
  }
}

/** Tries a stored config with a call that costs nothing. */
export function useConnectionTest() {
  return useMutation({
    mutationFn: (id: string) => ok(api.POST('/api/api-configs/{id}/test', { params: { path: { id } } })),
  })
}
