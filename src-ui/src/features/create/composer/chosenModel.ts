import { keepPreviousData, useQuery, useQueryClient, type QueryKey } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ok } from '@/shared/api/client'
import type { ApiConfig, ApiConfigList, ModelCapabilities } from '@/shared/api/types'
import { apiConfigs } from '@/shared/apiConfigs'
import { useComposer } from '../composer'

const FOR_A_WHILE = 5 * 60_000

/** Which API config and model the draft is for, and what that model can do. */
export function useChosenModel() {
  const cache = useQueryClient()
  const composer = useComposer()
  const list = useQuery(apiConfigs)

  const configs = computed(() => list.data.value?.configs ?? [])
  /** A config that was deleted meanwhile gives way to the default one. */
  const config = computed(() => chosenOf(list.data.value))

  function chosenOf(known?: ApiConfigList): ApiConfig | undefined {
    const byId = (id?: string) => known?.configs.find((one) => one.id === id)
    return byId(composer.draft.configId) ?? byId(known?.defaultConfigId) ?? known?.configs[0]
  }

  const model = computed(() => composer.draft.model || (config.value?.model ?? ''))

  const asked = computed(() => capabilitiesOf(config.value?.id ?? '', model.value))
  const description = useQuery({
    queryKey: computed(() => asked.value.queryKey),
    queryFn: () => asked.value.queryFn(),
    enabled: computed(() => config.value !== undefined),
    staleTime: FOR_A_WHILE,
    placeholderData: keepPreviousData,
  })

  /** The config and what this very model can do; waits where that is not known yet. Undefined without any config. */
  async function known(): Promise<{ config: ApiConfig; can: ModelCapabilities } | undefined> {
    const one = chosenOf(await cache.ensureQueryData(apiConfigs))
    if (!one) return undefined
    const wanted = capabilitiesOf(one.id, composer.draft.model || one.model)
    return { config: one, can: await cache.ensureQueryData({ ...wanted, staleTime: FOR_A_WHILE }) }
  }

  return {
    configs,
    config,
    model,
    loading: list.isPending,
    failure: list.error,
    reload: () => void list.refetch(),
    /** Of the model before, until this one's are here. */
    capabilities: description.data,
    capabilitiesFailure: description.error,
    reloadCapabilities: () => void description.refetch(),
    known,
  }
}

function capabilitiesOf(configId: string, model: string) {
  const queryKey: QueryKey = ['capabilities', configId, model]
  return {
    queryKey,
    async queryFn(): Promise<ModelCapabilities> {
      const query = { configId, model: model || undefined }
      return (await ok(api.GET('/api/models/capabilities', { params: { query } }))).capabilities
    },
  }
}
