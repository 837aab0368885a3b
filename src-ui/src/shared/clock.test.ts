import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { learnServerTime, serverNow } from './clock'

const HERE = Date.parse('2026-11-25T08:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(HERE)
})
afterEach(() => {
  learnServerTime(new Date().toUTCString())
  vi.useRealTimers()
})

it('follows the clock of the server, which may be wrong', () => {
  learnServerTime('Wed, 25 Nov 2026 08:10:00 GMT')
  expect(serverNow() - HERE).toBe(600_000)
  vi.setSystemTime(HERE + 5_000)
  expect(serverNow() - HERE).toBe(605_000)
})

it('takes what is within the precision of a header for no difference', () => {
  learnServerTime('Wed, 25 Nov 2026 07:59:58 GMT')
  expect(serverNow()).toBe(HERE)
})

it.each([null, '', 'yesterday'])('learns nothing from %s', (date) => {
  learnServerTime('Wed, 25 Nov 2026 09:00:00 GMT')
  learnServerTime(date)
  expect(serverNow() - HERE).toBe(3_600_000)
})
