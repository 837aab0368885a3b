import { expect, it } from 'vitest'
import type { ModelCapabilities } from '@/shared/api/types'
import { capable } from './capabilities.fixture'
import { estimate } from './estimate'

type Price = NonNullable<ModelCapabilities['price']>
const priced = (price: Partial<Price>) =>
  capable({ price: { currency: 'USD', perTier: {}, outputTokens: {}, ...price } as Price })

it('knows nothing of a model without a price', () => {
  expect(estimate(capable(), {})).toEqual({ cost: undefined, seconds: undefined })
})

it('multiplies the price of one picture', () => {
  expect(estimate(priced({ perPicture: '0.04' }), { n: 3 }).cost).toEqual({ amount: 0.12, currency: 'USD' })
})

it('prefers the price of the resolution or the quality', () => {
  const can = priced({ perPicture: '1', perTier: { '1K': '0.1', '2K': '0.2', high: '0.5' } })
  expect(estimate(can, { imageSize: '2K' }).cost?.amount).toBe(0.2)
  expect(estimate(can, { quality: 'high' }).cost?.amount).toBe(0.5)
  expect(estimate(can, {}).cost?.amount).toBe(0.1)
  expect(estimate(can, { imageSize: '4K' }).cost?.amount).toBe(1)
})

it('works a price out of tokens', () => {
  const can = priced({ outputTokens: { '1K': 1120 }, outputTokensPerMillion: '30' })
  expect(estimate(can, {}).cost?.amount).toBeCloseTo(0.0336, 10)
})

it('does not guess from tokens whose price nobody told', () => {
  expect(estimate(priced({ outputTokens: { '1K': 1120 } }), {}).cost).toBeUndefined()
})

it('says that something is free', () => {
  expect(estimate(priced({ perPicture: '0' }), { n: 4 }).cost?.amount).toBe(0)
})

it('tells the time of the chosen resolution, else the one that holds for all', () => {
  const can = capable({ seconds: { '2K': 25, any: 9 } })
  expect(estimate(can, { imageSize: '2K' }).seconds).toBe(25)
  expect(estimate(can, { imageSize: '1K' }).seconds).toBe(9)
})
