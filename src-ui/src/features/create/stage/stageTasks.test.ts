import { expect, it } from 'vitest'
import { testTask } from '@/features/tasks/testTask'
import { MOST_ENDED, onStage } from './stageTasks'

const done = (id: string) => testTask({ id, status: 'done', stage: 'done' })
const ids = (tasks: { id: string }[]) => tasks.map((task) => task.id)

it('shows every task that runs and only the newest of those that ended', () => {
  const ended = Array.from({ length: MOST_ENDED + 3 }, (_, i) => done(`d${i}`))
  const old = testTask({ id: 'slow', status: 'running', stage: 'calling_upstream' })
  expect(ids(onStage([...ended, old], new Set()))).toEqual([...ids(ended.slice(0, MOST_ENDED)), 'slow'])
})

it('leaves out what was put away and fills its place', () => {
  const ended = Array.from({ length: MOST_ENDED + 1 }, (_, i) => done(`d${i}`))
  expect(ids(onStage(ended, new Set(['d0'])))).toEqual(ids(ended.slice(1)))
})

it('shows a task that runs even if its id was once put away', () => {
  expect(ids(onStage([testTask({ id: 'a' })], new Set(['a'])))).toEqual(['a'])
})
