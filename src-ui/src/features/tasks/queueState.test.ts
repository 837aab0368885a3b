import { expect, it } from 'vitest'
import { withPlaces } from './queueState'
import { testTask } from './testTask'

const queued = (id: string, second: number, position?: number) =>
  testTask({ id, position, createdAt: `2026-11-24T12:00:0${second}Z` })
const places = (tasks: ReturnType<typeof withPlaces>) =>
  Object.fromEntries(tasks.map(({ id, position }) => [id, position]))

it('counts places anew as tasks before them start', () => {
  const running = testTask({ id: 'a', status: 'running', stage: 'calling_upstream', position: undefined })
  expect(places(withPlaces([queued('c', 3, 3), queued('b', 2, 2), running], []))).toEqual({
    a: undefined,
    b: 1,
    c: 2,
  })
})

it('goes by the order that the server has named, and by age for what came since', () => {
  const tasks = [queued('e', 5), queued('d', 4), queued('c', 3), queued('b', 2)]
  expect(places(withPlaces(tasks, ['gone', 'c', 'b']))).toEqual({ c: 1, b: 2, d: 3, e: 4 })
})

it('leaves alone what is as it was', () => {
  const tasks = [testTask({ id: 'a', status: 'done', stage: 'done' })]
  expect(withPlaces(tasks, [])).toBe(tasks)
  const task = queued('b', 1, 1)
  expect(withPlaces([task], [])[0]).toBe(task)
})
