import { expect, it } from 'vitest'
import { inOrder, moved } from './ordering'

const list = ['a', 'b', 'c', 'd'].map((id) => ({ id }))
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id).join('')

it('moves an item forward and back', () => {
  expect(ids(moved(list, 0, 2))).toBe('bcad')
  expect(ids(moved(list, 3, 0))).toBe('dabc')
})

it('leaves the list alone when the item stays or would leave it', () => {
  expect(moved(list, 1, 1)).toBe(list)
  expect(moved(list, 0, -1)).toBe(list)
  expect(moved(list, 3, 4)).toBe(list)
  expect(moved(list, 7, 0)).toBe(list)
})

it('sorts by an order that names every item', () => {
  expect(ids(inOrder(list, ['d', 'b', 'a', 'c']))).toBe('dbac')
})

it('keeps an item that somebody else added meanwhile behind its neighbour', () => {
  expect(ids(inOrder(list, ['d', 'a', 'b']))).toBe('dabc')
})

it('ignores ids of items that are gone', () => {
  expect(ids(inOrder(list, ['gone', 'd', 'c', 'b', 'a']))).toBe('dcba')
})

it('puts an item that came back at the end to its old place', () => {
  const cameBack = [...list.filter(({ id }) => id !== 'b'), { id: 'b' }]
  expect(ids(inOrder(cameBack, ['a', 'b', 'c', 'd']))).toBe('abcd')
})
