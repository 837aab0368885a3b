import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { shallowRef } from 'vue'
import { testEntry, testTask } from '@/features/tasks/testTask'
import type { TaskView } from '@/shared/api/types'
import { useStage } from './useStage'

const tasks = shallowRef<readonly TaskView[]>([])
vi.mock('@/features/tasks/taskFeed', () => ({
  useTaskFeed: () => ({
    get tasks() {
      return tasks.value
    },
  }),
}))

const entry = testEntry({ id: 'e' })
const result = { galleryEntry: entry, galleryEntries: [entry] }
const done = (id: string, finishedAt: string) =>
  testTask({ id, status: 'done', stage: 'done', finishedAt, result })
const ids = () => useStage().results.map(({ id }) => id)

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  tasks.value = [done('b', '2026-11-24T12:02:00Z'), done('a', '2026-11-24T12:01:00Z')]
})

it('clears everything that has ended, also after a reload, and not what ends later', () => {
  useStage().clear()
  expect(ids()).toEqual([])
  setActivePinia(createPinia())
  const later = new Date(Date.now() + 60_000).toISOString()
  tasks.value = [done('c', later), ...tasks.value]
  expect(ids()).toEqual(['c'])
})

it('clears what a server ahead of this clock has dated later than now', () => {
  tasks.value = [done('ahead', new Date(Date.now() + 5_000).toISOString())]
  useStage().clear()
  expect(ids()).toEqual([])
})

it('brings back what was cleared or put away', () => {
  const undoOne = useStage().dismiss('b')
  expect(ids()).toEqual(['a'])
  const undoAll = useStage().clear()
  expect(ids()).toEqual([])
  undoAll()
  expect(ids()).toEqual(['a'])
  undoOne()
  expect(ids()).toEqual(['b', 'a'])
})

it('starts anew where something else is stored', () => {
  localStorage.setItem('studio.stage.away', '["a"]')
  expect(ids()).toEqual(['b', 'a'])
})
