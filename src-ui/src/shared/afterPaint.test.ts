import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import { useAfterPaint } from './afterPaint'

let scope = effectScope()
beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'],
  })
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

it('waits for one painted frame, and ends at once', () => {
  const wanted = ref(false)
  const ready = scope.run(() => useAfterPaint(() => wanted.value))
  wanted.value = true
  expect(ready?.value).toBe(false)
  vi.advanceTimersToNextFrame()
  expect(ready?.value).toBe(false)
  vi.advanceTimersByTime(1)
  expect(ready?.value).toBe(true)
  wanted.value = false
  expect(ready?.value).toBe(false)
})

it('forgets what is no longer wanted before it was painted', () => {
  const wanted = ref(true)
  const ready = scope.run(() => useAfterPaint(() => wanted.value))
  wanted.value = false
  vi.advanceTimersToNextFrame()
  vi.advanceTimersByTime(1)
  expect(ready?.value).toBe(false)
})
