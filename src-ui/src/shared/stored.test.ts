import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { forgetStored, readStored, writeStored } from './stored'

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

it('forgets all that is its own but the look of the page, and keeps nothing from then on', () => {
  localStorage.setItem('studio.draft', '1')
  localStorage.setItem('studio.appearance', '2')
  localStorage.setItem('other', '3')
  sessionStorage.setItem('studio.gallery.outline', '4')
  forgetStored()
  expect({ ...localStorage }).toEqual({ 'studio.appearance': '2', other: '3' })
  expect(sessionStorage.length).toBe(0)
  expect(writeStored('studio.draft', 'again')).toBe(false)
  expect(localStorage.getItem('studio.draft')).toBeNull()
})
