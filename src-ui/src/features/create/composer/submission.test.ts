import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { useSubmission } from './submission'

beforeEach(() => localStorage.clear())

/** As after a reload: only what the browser has stored is left. */
function afterReload() {
  setActivePinia(createPinia())
  return useSubmission()
}

it('names the same request the same until it is taken', async () => {
  const submission = afterReload()
  const key = submission.keyOf({ prompt: 'a lake' })
  expect(key).toMatch(/^[0-9a-f]{32}$/)
  expect(submission.keyOf({ prompt: 'a lake' })).toBe(key)
})

it('names a changed request anew', async () => {
  const submission = afterReload()
  const key = submission.keyOf({ prompt: 'a lake' })
  expect(submission.keyOf({ prompt: 'a lake', n: 2 })).not.toBe(key)
})

it('names the same request anew once it was taken', async () => {
  const submission = afterReload()
  const key = submission.keyOf({ prompt: 'a lake' })
  submission.taken()
  expect(submission.keyOf({ prompt: 'a lake' })).not.toBe(key)
  expect(afterReload().keyOf({ prompt: 'a lake' })).not.toBe(key)
})

it('keeps the name over a reload while no answer came', async () => {
  const key = afterReload().keyOf({ prompt: 'a lake' })
  expect(afterReload().keyOf({ prompt: 'a lake' })).toBe(key)
})

it('keeps the name when nothing can be stored', async () => {
  const submission = afterReload()
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  const key = submission.keyOf({ prompt: 'a lake' })
  expect(submission.keyOf({ prompt: 'a lake' })).toBe(key)
})
