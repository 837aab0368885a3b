import type { DayUsage, UsageSums as Sums } from '@/shared/api/types'

export const RANGES = ['7', '30', '90'] as const

const DAY_MS = 86_400_000

/** Days are those of UTC, as the server counts them. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 'YYYY-MM-DD'.length)
}

/** The last days up to today, both included. */
export function spanOf(days: number, now: Date): { from: string; to: string } {
  return { from: dayOf(new Date(now.getTime() - (days - 1) * DAY_MS)), to: dayOf(now) }
}

/** From the first of this month to today. */
export function monthOf(now: Date): { from: string; to: string } {
  const to = dayOf(now)
  return { from: `${to.slice(0, 'YYYY-MM'.length)}-01`, to }
}

/** Dollars that are known, told and estimated together; for drawing and for people, not for adding up. */
export function knownCost({ cost, estimatedCost }: Pick<Sums, 'cost' | 'estimatedCost'>): number {
  return Number(cost) + Number(estimatedCost)
}

export interface Bar {
  day: string
  /** Parts of the tallest bar, 0 to 1. */
  told: number
  estimated: number
  sums: Sums
}

/** Costs by day; where nothing is known to have cost anything, the pictures by day, told as they are. */
export interface Chart {
  shows: 'cost' | 'pictures'
  /** What the tallest bar stands for, in dollars or pictures. */
  tallest: number
  /** One for each day of the span, also for those without calls. */
  bars: Bar[]
}

const NOTHING: Sums = { calls: 0, pictures: 0, cost: '0', estimatedCost: '0', unknown: 0 }

export function chartOf(days: readonly DayUsage[], { from, to }: { from: string; to: string }): Chart {
  const byDay = new Map(days.map((day) => [day.day, day]))
  const dearest = Math.max(...days.map(knownCost), 0)
  const shows = dearest > 0 ? 'cost' : 'pictures'
  const tallest = shows === 'cost' ? dearest : Math.max(...days.map(({ pictures }) => pictures), 0)
  const part = (amount: number) => (tallest === 0 ? 0 : amount / tallest)
  const bars: Bar[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) {
    const day = dayOf(new Date(at))
    const sums = byDay.get(day) ?? NOTHING
    const [told, estimated] =
      shows === 'cost' ? [Number(sums.cost), Number(sums.estimatedCost)] : [sums.pictures, 0]
    bars.push({ day, told: part(told), estimated: part(estimated), sums })
  }
  return { shows, tallest, bars }
}

export interface Budget {
  spent: number
  limit: number
  /** 0 to 1, never beyond. */
  share: number
  state: 'calm' | 'near' | 'reached'
  /** Calls whose cost nobody knows; they are not in `spent`. */
  unknown: number
}

const NEAR = 0.8

/** How far a budget is used up; undefined where there is none. */
export function budgetOf(
  spent: string | undefined,
  limit: string | undefined,
  unknown = 0,
): Budget | undefined {
  if (limit === undefined) return undefined
  const used = Number(spent ?? 0)
  const most = Number(limit)
  const share = most === 0 ? 1 : Math.min(1, used / most)
  const state = share >= 1 ? 'reached' : share >= NEAR ? 'near' : 'calm'
  return { spent: used, limit: most, share, state, unknown }
}
