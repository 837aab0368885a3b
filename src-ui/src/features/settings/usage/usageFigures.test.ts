import { expect, it } from 'vitest'
import { budgetOf, chartOf, knownCost, monthOf, spanOf } from './usageFigures'

const day = (name: string, cost: string, estimatedCost = '0') => ({
  day: name,
  calls: 1,
  pictures: 1,
  cost,
  estimatedCost,
  unknown: 0,
})

it('counts days in UTC and both ends of a span', () => {
  expect(spanOf(7, new Date('2026-11-25T00:10:00Z'))).toEqual({ from: '2026-11-19', to: '2026-11-25' })
  expect(spanOf(30, new Date('2026-03-01T23:00:00Z'))).toEqual({ from: '2026-01-31', to: '2026-03-01' })
  expect(monthOf(new Date('2026-11-30T23:59:59+14:00'))).toEqual({ from: '2026-11-01', to: '2026-11-30' })
})

it('adds what was told and what was estimated', () => {
  expect(knownCost({ cost: '1.25', estimatedCost: '0.5' })).toBe(1.75)
})

it('draws a bar for each day, the tallest full, days without calls empty', () => {
  const { bars, shows, tallest } = chartOf([day('2026-11-01', '1'), day('2026-11-03', '3', '1')], {
    from: '2026-11-01',
    to: '2026-11-04',
  })
  expect({ shows, tallest }).toEqual({ shows: 'cost', tallest: 4 })
  expect(bars.map(({ day, told, estimated }) => [day, told, estimated])).toEqual([
    ['2026-11-01', 0.25, 0],
    ['2026-11-02', 0, 0],
    ['2026-11-03', 0.75, 0.25],
    ['2026-11-04', 0, 0],
  ])
})

it('draws the pictures of each day where nothing is known to have cost anything', () => {
  const days = [
    { ...day('2026-11-01', '0'), pictures: 2 },
    { ...day('2026-11-02', '0'), pictures: 8 },
  ]
  expect(chartOf(days, { from: '2026-11-01', to: '2026-11-03' })).toMatchObject({
    shows: 'pictures',
    tallest: 8,
    bars: [
      { told: 0.25, estimated: 0 },
      { told: 1, estimated: 0 },
      { told: 0, estimated: 0 },
    ],
  })
})

it.each([
  ['0', '2', 0, 'calm'],
  ['1.5', '2', 0.75, 'calm'],
  ['1.6', '2', 0.8, 'near'],
  ['2', '2', 1, 'reached'],
  ['2.3', '2', 1, 'reached'],
  ['0', '0', 1, 'reached'],
])('of a budget with %s spent of %s tells the state', (spent, limit, share, state) => {
  expect(budgetOf(spent, limit)).toMatchObject({ share, state })
})

it('tells beside a budget how many calls are not in it', () => {
  expect(budgetOf('1', '2', 3)).toMatchObject({ spent: 1, share: 0.5, unknown: 3 })
  expect(budgetOf('1', '2')).toMatchObject({ unknown: 0 })
})

it('has no budget where there is no limit', () => {
  expect(budgetOf('3', undefined)).toBeUndefined()
})
