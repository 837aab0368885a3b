import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, ok } from '@/shared/api/client'
import type { SentPrompt } from '@/shared/api/types'

const KEY = 'prompts'
const PAGE = 30

/** The prompts that were sent from any device, as the server has them: a page at a time, searched there. */
export function useSentPrompts(words: Ref<string>) {
  const cache = useQueryClient()
  const list = useInfiniteQuery({
    queryKey: computed(() => [KEY, words.value.trim()]),
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/prompts', {
          params: { query: { q: words.value.trim() || undefined, limit: PAGE, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    // Others send prompts, too.
    staleTime: 0,
  })
  const prompts = computed(() => list.data.value?.pages.flatMap((page) => page.prompts) ?? [])

  async function forget({ id }: SentPrompt): Promise<void> {
    await ok(api.DELETE('/api/prompts/{id}', { params: { path: { id: String(id) } } }))
    await cache.invalidateQueries({ queryKey: [KEY] })
  }

  async function forgetAll(): Promise<void> {
    await ok(api.DELETE('/api/prompts', {}))
    await cache.invalidateQueries({ queryKey: [KEY] })
  }

  return { list, prompts, forget, forgetAll }
}
