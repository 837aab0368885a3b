import { expect, it } from 'vitest'
import { diskOf } from './disk'

const GIB = 1024 ** 3
const state = (free: number, total: number) =>
  diskOf({ freeBytes: free * GIB, totalBytes: total * GIB }).state

it('warns when little is left, by bytes and by part', () => {
  expect(state(50, 100)).toBe('calm')
  expect(state(90, 2000)).toBe('calm')
  expect(state(8, 20)).toBe('calm')
  expect(state(8, 100)).toBe('near')
  expect(state(0.5, 2)).toBe('reached')
})

it('tells which part is used', () => {
  expect(diskOf({ freeBytes: 25, totalBytes: 100 }).share).toBe(0.75)
})
