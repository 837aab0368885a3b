import { useQuery } from '@tanstack/vue-query'
import { computed, onMounted, onUnmounted, reactive, ref } from 'vue'
import { useI18n } from '@/shared/i18n'
import { api, ok } from '@/shared/api/client'
import { useFormat } from '@/shared/format'
import { judgeClock, type Measured, type Trouble } from './measures'
import { measureBody, measureEvents, measureSilence } from './trials'

/** What the page measures itself; the first begins by itself, the others cost time or traffic. */
export const TRIALS = ['events', 'body', 'silence'] as const
export type Trial = (typeof TRIALS)[number]

/** The check-up: what the server found, what the page measured on the way to it, and what a proxy must be told. */
export function useDoctor() {
  const { t } = useI18n()
  const { bytes } = useFormat()
  const withUpstreams = ref(false)
  const leaving = new AbortController()
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['doctor', withUpstreams],
    queryFn: async ({ signal }) => {
      const query = withUpstreams.value ? { upstreams: true } : {}
      const found = await ok(api.GET('/api/doctor', { params: { query }, signal }))
      return { ...found, clock: judgeClock(Date.parse(found.time), Date.now()) }
    },
    placeholderData: (before) => before,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const measured = reactive<Partial<Record<Trial, Measured>>>({})
  const busy = reactive(new Set<Trial>())

  const ways: Record<Trial, () => Promise<Measured>> = {
    events: measureEvents,
    body: () => measureBody(data.value?.maxBodyBytes ?? 0, bytes),
    silence: () => measureSilence(leaving.signal),
  }

  async function measure(trial: Trial): Promise<void> {
    if (busy.has(trial)) return
    busy.add(trial)
    try {
      measured[trial] = await ways[trial]()
    } catch {
      // Only leaving the page ends a measurement without a result.
    } finally {
      busy.delete(trial)
    }
  }

  onMounted(() => void measure('events'))
  onUnmounted(() => leaving.abort())

  /** The browser uses https and nobody has told the server. */
  const untold = computed(() => location.protocol === 'https:' && data.value?.connection.https === false)
  const distrusted = computed(() => data.value?.connection.proxied && !data.value.connection.trusted)
  const troubles = computed(() => {
    const found = new Set(Object.values(measured).flatMap(({ about }) => about ?? []))
    if (untold.value || distrusted.value) found.add('forwarding' satisfies Trouble)
    return found
  })

  return {
    data,
    error,
    isFetching,
    refetch: () => void refetch(),
    withUpstreams,
    measured,
    busy,
    measure,
    checks: computed(() =>
      (data.value?.checks ?? []).map((check) =>
        check.id === 'https' && untold.value && !data.value?.connection.proxied
          ? { ...check, state: 'warn' as const, sentence: t('settings.doctor.httpsUntold') }
          : check,
      ),
    ),
    troubles,
    site: computed(() => {
      const { trusted = true, peer = '' } = data.value?.connection ?? {}
      const untrusted = !trusted && troubles.value.has('forwarding') ? peer : ''
      return { maxBodyBytes: data.value?.maxBodyBytes ?? 0, untrusted }
    }),
    again() {
      void refetch()
      void measure('events')
    },
  }
}
