import { expect, it } from 'vitest'
import { apiQueryOf, filtersOf, isNarrowed, queryOf, type GalleryFilters } from './filters'

const ALL: GalleryFilters = {
  q: '雪山 & lake',
  model: 'gpt-image-2',
  config: 'relay',
  ratio: '16:9',
  from: '2026-02-01',
  to: '2026-02-28',
  favorite: true,
  oldestFirst: true,
}

it('writes all filters into the address and reads the same out of it', () => {
  expect(filtersOf(queryOf(ALL) as never)).toEqual(ALL)
  expect(queryOf({})).toEqual({})
})

it('leaves out what makes no sense in an address', () => {
  expect(
    filtersOf({
      q: '  ',
      from: '2026-02-30',
      to: 'soon',
      favorite: 'yes',
      sort: 'random',
      model: ['a', 'b'],
      x: '1',
    }),
  ).toEqual({ model: 'a' })
})

it('asks the server for times, because its days may begin at another hour', () => {
  const { from, to, ...others } = apiQueryOf(ALL)
  expect(from).toBe(new Date(2026, 1, 1).toISOString())
  expect(to).toBe(new Date(2026, 2, 1).toISOString())
  expect(others).toEqual({
    q: '雪山 & lake',
    model: 'gpt-image-2',
    configId: 'relay',
    aspectRatio: '16:9',
    favorite: 'true',
    sort: 'oldest',
  })
})

it('does not take the order for a filter', () => {
  expect(isNarrowed({ oldestFirst: true })).toBe(false)
  expect(isNarrowed({ q: '' })).toBe(false)
  expect(isNarrowed({ ratio: '1:1' })).toBe(true)
})
