import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { useTaskFeed } from '@/features/tasks/taskFeed'
import { api, ok } from '@/shared/api/client'
import type { GenerationEstimate } from '@/shared/api/types'
import type { Options } from '../draft'

const FRESH_MS = 15_000

/** What one click is expected to cost and to take: asked of the server, which knows past runs, the queue and the budgets. */
export function useClickEstimate(
  what: Ref<{ configId?: string; model: string; sent: Options; references: boolean; known: boolean }>,
) {
  const feed = useTaskFeed()
  const query = computed(() => {
    const { configId, model, sent, references } = what.value
    const { imageSize, quality, n } = sent
    return {
      configId,
      model: model || undefined,
      imageSize,
      quality,
      n,
      references: references || undefined,
    }
  })
  const { data } = useQuery({
    // What waits and runs changes the time and what a budget leaves.
    queryKey: computed(() => ['usage', 'estimate', query.value, feed.running] as const),
    queryFn: (): Promise<GenerationEstimate> =>
      ok(api.GET('/api/generate/estimate', { params: { query: query.value } })),
    enabled: computed(() => what.value.known),
    staleTime: FRESH_MS,
    placeholderData: keepPreviousData,
    retry: false,
  })
  return data
}
