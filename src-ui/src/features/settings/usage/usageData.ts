import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, ok } from '@/shared/api/client'

/** What calls cost within a span of days. */
export function useUsage(span: MaybeRefOrGetter<{ from: string; to: string }>) {
  return useQuery({
    queryKey: computed(() => ['usage', toValue(span)]),
    queryFn: () => ok(api.GET('/api/usage', { params: { query: toValue(span) } })),
    placeholderData: keepPreviousData,
  })
}
