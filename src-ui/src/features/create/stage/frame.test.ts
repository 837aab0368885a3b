import { expect, it } from 'vitest'
import { testEntry, testTask } from '@/features/tasks/testTask'
import { ratioOf } from './frame'

const asked = (payload: object) => testTask({ id: 'a', payload: payload as never })

it.each([
  [{ size: '1536x1024', aspectRatio: '1:1' }, 1.5],
  [{ aspectRatio: '9:16' }, 9 / 16],
  [{ size: 'auto' }, 1],
  [{ aspectRatio: '0:1' }, 1],
  [{}, 1],
])('lays out what was asked for: %j', (payload, ratio) => {
  expect(ratioOf(asked(payload))).toBe(ratio)
})

it('takes the shape of the picture once it is there', () => {
  const entry = testEntry({ id: 'e', width: 1600, height: 800 })
  const task = { ...asked({ aspectRatio: '1:1' }), result: { galleryEntry: entry, galleryEntries: [entry] } }
  expect(ratioOf(task)).toBe(2)
})
