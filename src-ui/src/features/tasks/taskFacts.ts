import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { TaskView } from '@/shared/api/types'
import { useFormat } from '@/shared/format'

export interface Fact {
  key: string
  label: string
  value: string
}

/** What was asked of the model, by the names of the API's parameters; only what was asked. */
export function useParameters(task: () => TaskView): ComputedRef<Fact[]> {
  const { t } = useI18n()
  return computed(() => {
    const { payload } = task()
    const asked: Record<string, string | number | undefined> = {
      configId: payload.configId,
      model: payload.model,
      aspectRatio: payload.aspectRatio,
      imageSize: payload.imageSize,
      size: payload.size,
      quality: payload.quality,
      outputFormat: payload.outputFormat,
      outputCompression: payload.outputCompression,
      background: payload.background,
      moderation: payload.moderation,
      enableGoogleSearch: payload.enableGoogleSearch ? t('tasks.yes') : undefined,
      n: payload.n > 1 ? payload.n : undefined,
      imagesCount: payload.imagesCount > 0 ? payload.imagesCount : undefined,
    }
    return Object.entries(asked).flatMap(([key, value]) =>
      value === undefined ? [] : [{ key, label: t(`tasks.parameter.${key}`), value: String(value) }],
    )
  })
}

/** When a task went through its steps, and how long they took. */
export function useTimes(task: () => TaskView): ComputedRef<Fact[]> {
  const { t } = useI18n()
  const { dateTime, time, duration, integer } = useFormat()
  return computed(() => {
    const { createdAt, startedAt, finishedAt, upstreamMs, candidates } = task()
    const between = (from: string, to: string) => duration(Date.parse(to) - Date.parse(from))
    const facts: [string, string | undefined][] = [
      ['created', dateTime(createdAt)],
      [
        'started',
        startedAt && `${time(startedAt)} · ${t('tasks.waited', { time: between(createdAt, startedAt) })}`,
      ],
      [
        'finished',
        finishedAt &&
          `${time(finishedAt)} · ${t('tasks.took', { time: between(startedAt ?? createdAt, finishedAt) })}`,
      ],
      ['upstream', upstreamMs === undefined ? undefined : duration(upstreamMs)],
      ['candidates', candidates === undefined ? undefined : integer(candidates)],
      ['cost', costOf(task())],
    ]
    return facts.flatMap(([key, value]) => (value ? [{ key, label: t(`tasks.time.${key}`), value }] : []))
  })

  /** The sum of what the pictures cost in US dollars, as far as the provider told or its prices are known. */
  function costOf({ result }: TaskView): string | undefined {
    const shares = (result?.galleryEntries ?? []).map((entry) => share(entry.parameters))
    if (shares.length === 0 || shares.some((got) => got === undefined)) return undefined
    const sum = shares.reduce((total, got) => total + (got?.cost ?? 0), 0)
    const text = `$${Number(sum.toFixed(6))}`
    return shares.some((got) => got?.estimated) ? t('tasks.costEstimated', { cost: text }) : text
  }
}

function share(parameters: unknown): { cost: number; estimated: boolean } | undefined {
  const got = (parameters as { got?: { cost?: string; costEstimated?: boolean } } | undefined)?.got
  const cost = Number(got?.cost ?? Number.NaN)
  return Number.isFinite(cost) ? { cost, estimated: got?.costEstimated === true } : undefined
}
