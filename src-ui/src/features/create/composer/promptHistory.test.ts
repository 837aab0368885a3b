import { beforeEach, expect, it } from 'vitest'
import { promptHistory } from './promptHistory'

beforeEach(() => {
  localStorage.clear()
  for (const prompt of ['one', 'two', 'three']) promptHistory.add(prompt)
})

it('leads from an empty prompt to the last one that was sent, and on to older ones', () => {
  expect(promptHistory.older('')).toBe('three')
  expect(promptHistory.older('three')).toBe('two')
  expect(promptHistory.older('one')).toBeUndefined()
})

it('leads back to the empty prompt', () => {
  expect(promptHistory.newer('two')).toBe('three')
  expect(promptHistory.newer('three')).toBe('')
  expect(promptHistory.newer('')).toBeUndefined()
})

it('leaves a prompt alone that was changed by hand', () => {
  expect(promptHistory.older('three, but blue')).toBeUndefined()
  expect(promptHistory.newer('three, but blue')).toBeUndefined()
})

it('lists a prompt that is sent again once, as the newest', () => {
  promptHistory.add('one')
  expect(promptHistory.all()).toEqual(['one', 'three', 'two'])
})

it('keeps the last fifty, and no empty ones', () => {
  for (let count = 0; count < 60; count++) promptHistory.add(`prompt ${count}`)
  promptHistory.add('  ')
  expect(promptHistory.all()).toHaveLength(50)
  expect(promptHistory.older('')).toBe('prompt 59')
})
