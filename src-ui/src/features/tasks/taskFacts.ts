import { computed, type ComputedRef } from 'vue'
import { useI18n } from '@/shared/i18n'
import { OPTION_NAMES } from '@/features/create/draft'
import { gotOf } from '@/features/gallery/actions/inputOf'
import type { TaskView } from '@/shared/api/types'
import { useFormat } from '@/shared/format'

interface Fact {
  name: string
  value: string
}

const PARAMETERS = ['configId', 'model', ...OPTION_NAMES, 'imagesCount'] as const

/** What was asked of the model, by the names of the API's parameters; only what was asked. */
export function useParameters(task: () => TaskView): ComputedRef<Fact[]> {
  const { t } = useI18n()
  return computed(() => {
    const { payload } = task()
    const { n, imagesCount, enableGoogleSearch } = payload
    const asked: Record<string, unknown> = {
      ...payload,
      enableGoogleSearch: enableGoogleSearch ? t('tasks.yes') : undefined,
      n: n > 1 ? n : undefined,
      imagesCount: imagesCount || undefined,
    }
    return PARAMETERS.filter((name) => asked[name] !== undefined).map((name) => ({
      name: t(`parameter.${name}`),
      value: String(asked[name]),
    }))
  })
}

/** When a task went through its steps, and how long they took. */
export function useTimes(task: () => TaskView): ComputedRef<Fact[]> {
  const { t } = useI18n()
  const { dateTime, time, duration, integer } = useFormat()
  const between = (from: string, to: string) => duration(Date.parse(to) - Date.parse(from))

  return computed(() => {
    const { createdAt, startedAt, finishedAt, upstreamMs, candidates, result } = task()
    const waited = startedAt && t('tasks.waited', { time: between(createdAt, startedAt) })
    const took = finishedAt && t('tasks.took', { time: between(startedAt ?? createdAt, finishedAt) })
    const facts: Record<string, string | undefined> = {
      created: dateTime(createdAt),
      started: startedAt && `${time(startedAt)} · ${waited}`,
      finished: finishedAt && `${time(finishedAt)} · ${took}`,
      upstream: upstreamMs === undefined ? undefined : duration(upstreamMs),
      candidates: candidates === undefined ? undefined : integer(candidates),
      cost: costOf(result),
    }
    return Object.entries(facts).flatMap(([key, value]) =>
      value ? [{ name: t(`tasks.time.${key}`), value }] : [],
    )
  })

  /** The sum of what the pictures cost in US dollars, as far as the provider told or its prices are known. */
  function costOf(result: TaskView['result']): string | undefined {
    const pictures = (result?.galleryEntries ?? []).map(gotOf)
    const sum = pictures.reduce((total, { cost }) => total + Number(cost ?? Number.NaN), 0)
    if (pictures.length === 0 || !Number.isFinite(sum)) return undefined
    const cost = `$${Number(sum.toFixed(6))}`
    return pictures.some(({ costEstimated }) => costEstimated) ? t('tasks.costEstimated', { cost }) : cost
  }
}
