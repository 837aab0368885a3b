import type { ModelCapabilities } from '@/shared/api/types'
import type { Options } from '../draft'

export interface Estimate {
  /** For all pictures that are asked for; undefined when nobody knows. */
  cost?: { amount: number; currency: string }
  /** For one picture. */
  seconds?: number
}

/** The tier that models draw when none is asked for. */
const USUAL_TIER = '1K'
const A_MILLION = 1_000_000

/** What a request is expected to cost and to take, by the same rules as the server's estimate (docs/models.md, "Prices"). */
export function estimate(can: ModelCapabilities, sent: Options): Estimate {
  const one = priceOfOne(can, sent)
  return {
    cost:
      one === undefined || !can.price
        ? undefined
        : { amount: one * (sent.n ?? 1), currency: can.price.currency },
    seconds: chosen(can.seconds, sent) ?? can.seconds.any,
  }
}

function priceOfOne({ price }: ModelCapabilities, sent: Options): number | undefined {
  if (!price) return undefined
  const listed = chosen(price.perTier, sent) ?? price.perPicture
  if (listed != null) return Number(listed)
  const tokens = chosen(price.outputTokens, sent)
  if (tokens === undefined || price.outputTokensPerMillion == null) return undefined
  return (tokens * Number(price.outputTokensPerMillion)) / A_MILLION
}

function chosen<T>(byWord: Record<string, T>, { imageSize, quality }: Options): T | undefined {
  let found = imageSize ? byWord[imageSize] : undefined
  if (found === undefined && quality) found = byWord[quality]
  return found ?? (imageSize ? undefined : byWord[USUAL_TIER])
}
