import { queryOptions, useQuery } from '@tanstack/vue-query'
import { computed, toRef, type MaybeRefOrGetter } from 'vue'
import { api, ok } from './api/client'

/** Of everything that is known about API configs; what changes one makes all of it stale. */
export const API_CONFIGS = ['api-configs'] as const

/** The API configs with the default one. */
export const apiConfigs = queryOptions({
  queryKey: API_CONFIGS,
  queryFn: () => ok(api.GET('/api/api-configs', {})),
})

/**
 * The models that the upstream of a stored config offers. Asked for only when `wanted`, and once, for it is a call to that
 * upstream.
 */
export function useModels(configId: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) {
  const id = toRef(configId)
  return useQuery({
    queryKey: computed(() => [...API_CONFIGS, id.value, 'models']),
    queryFn: async () => {
      const path = { id: id.value }
      return (await ok(api.GET('/api/api-configs/{id}/models', { params: { path } }))).models
    },
    enabled: toRef(wanted),
    staleTime: 5 * 60_000,
    retry: false,
  })
}
