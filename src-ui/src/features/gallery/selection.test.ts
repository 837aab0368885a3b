import { expect, it } from 'vitest'
import { useSelection } from './selection'

it('ticks and unticks, and begins a range at the last that was ticked', () => {
  const selection = useSelection()
  selection.toggle('a')
  selection.toggle('b')
  selection.toggle('a')
  expect(selection.active.value).toBe(true)
  expect([...selection.ids.value]).toEqual(['b'])
  expect(selection.anchor.value).toBe('a')
  selection.add(['b', 'c', 'd'])
  expect([...selection.ids.value]).toEqual(['b', 'c', 'd'])
})

it('lets another take the place of the only one', () => {
  const selection = useSelection(1)
  selection.toggle('a')
  selection.toggle('b')
  expect([...selection.ids.value]).toEqual(['b'])
  expect(selection.full.value).toBe(false)
})

it('takes no more than the server handles at once, and says so', () => {
  const selection = useSelection(3)
  selection.add(['a', 'b', 'c', 'd'])
  expect([...selection.ids.value]).toEqual(['a', 'b', 'c'])
  expect(selection.full.value).toBe(true)
  selection.drop(['a'])
  expect(selection.full.value).toBe(false)
})

it('ends empty', () => {
  const selection = useSelection()
  selection.add(['a'])
  selection.end()
  expect(selection.active.value).toBe(false)
  expect(selection.size.value).toBe(0)
})

it('ticks all that match but those that are unticked again', () => {
  const selection = useSelection()
  selection.addMatching({ q: 'lake' }, 5000)
  expect([selection.size.value, selection.has('a')]).toEqual([5000, true])
  selection.toggle('a')
  expect([selection.size.value, selection.has('a'), selection.has('b')]).toEqual([4999, false, true])
  expect(selection.matching.value).toEqual({ q: 'lake', except: ['a'] })
  selection.toggle('a')
  expect(selection.size.value).toBe(5000)
  selection.clear()
  expect([selection.size.value, selection.active.value, selection.matching.value]).toEqual([
    0,
    true,
    undefined,
  ])
})
