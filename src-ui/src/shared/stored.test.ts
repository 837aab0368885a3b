import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { readStored, writeStored } from './stored'

const isNumber = (value: unknown): value is number => typeof value === 'number'
beforeEach(() => localStorage.clear())
afterEach(() => vi.unstubAllGlobals())

it('gives back what was kept', () => {
  expect(writeStored('n', 5)).toBe(true)
  expect(readStored('n', 0, isNumber)).toBe(5)
})

it.each([
  ['not JSON', '{'],
  ['another shape', '"five"'],
])('falls back on %s', (_, text) => {
  localStorage.setItem('n', text)
  expect(readStored('n', 7, isNumber)).toBe(7)
})

it('goes on when the storage is full', () => {
  vi.stubGlobal('localStorage', {
    setItem() {
      throw new DOMException('full', 'QuotaExceededError')
    },
  })
  expect(writeStored('n', 5)).toBe(false)
})
