import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { api, ok } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'
import type { ApiConfigInput } from './configForm'

export type ConnectionTest = components['schemas']['ConnectionTest']
export type UpstreamModel = components['schemas']['UpstreamModel']

const KEY = ['api-configs']

export function useApiConfigs() {
  return useQuery({ queryKey: KEY, queryFn: () => ok(api.GET('/api/api-configs', {})) })
}

/** The models that the upstream of a stored config offers; asked for only when `wanted`, for it is a call to that upstream. */
export function useModels(configId: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: [...KEY, configId, 'models'],
    queryFn: async () =>
      (await ok(api.GET('/api/api-configs/{id}/models', { params: { path: { id: toValue(configId) } } })))
        .models,
    enabled: wanted,
    staleTime: 5 * 60_000,
  })
}

/** What changes configs. The list, the models of a changed connection and what they can do are asked for again. */
export function useConfigChanges() {
  const cache = useQueryClient()
  const path = (id: string) => ({ params: { path: { id } } })

  async function onSuccess(): Promise<void> {
    void cache.invalidateQueries({ queryKey: ['capabilities'] })
    void cache.invalidateQueries({ queryKey: ['usage'] })
    await cache.invalidateQueries({ queryKey: KEY })
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
