import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useCountdown } from './countdown'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('runs down to zero and stays there', () => {
  const scope = effectScope()
  const wait = scope.run(useCountdown) as ReturnType<typeof useCountdown>
  wait.start(2)
  expect(wait.seconds.value).toBe(2)
  vi.advanceTimersByTime(1_000)
  expect(wait.seconds.value).toBe(1)
  vi.advanceTimersByTime(5_000)
  expect(wait.seconds.value).toBe(0)
  scope.stop()
})

it('goes by the clock when the ticks were late', () => {
  const scope = effectScope()
  const wait = scope.run(useCountdown) as ReturnType<typeof useCountdown>
  wait.start(60)
  vi.setSystemTime(Date.now() + 59_000)
  vi.advanceTimersByTime(250)
  expect(wait.seconds.value).toBe(1)
  scope.stop()
})
