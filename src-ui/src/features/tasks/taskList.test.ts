import { expect, it } from 'vitest'
import type { TaskView } from '@/shared/api/types'
import { isBehind, mergeTasks, patchEntries, upsertTask } from './taskList'
import { testEntry, testTask } from './testTask'

const attempt = (outcome: TaskView['attempts'][number]['outcome'], number = 1) => ({
  number,
  pictures: [number],
  startedAt: '2026-11-24T12:00:01Z',
  outcome,
})
const calling = testTask({
  id: 'a',
  status: 'running',
  stage: 'calling_upstream',
  attempts: [attempt('open')],
})

it('puts a new task in front', () => {
  const older = testTask({ id: 'a', createdAt: '2026-11-24T12:00:00Z' })
  const newer = testTask({ id: 'b', createdAt: '2026-11-24T12:00:00.5Z' })
  expect(upsertTask([older], newer, 10).map((task) => task.id)).toEqual(['b', 'a'])
  expect(upsertTask([newer], older, 10).map((task) => task.id)).toEqual(['b', 'a'])
})

it('orders tasks of the same instant by their id', () => {
  const tasks = ['b', 'a', 'c'].map((id) => testTask({ id }))
  expect(mergeTasks([], tasks, 10).map((task) => task.id)).toEqual(['c', 'b', 'a'])
})

it('holds no more tasks than the limit', () => {
  const tasks = ['b', 'a'].map((id) => testTask({ id }))
  expect(upsertTask(tasks, testTask({ id: 'c' }), 2).map((task) => task.id)).toEqual(['c', 'b'])
})

it('never goes back from the end of a task', () => {
  const done = testTask({ id: 'a', version: 2, status: 'done', stage: 'done', attempts: [attempt('done')] })
  const known = [done]
  expect(upsertTask(known, calling, 10)).toBe(known)
  expect(mergeTasks(known, [calling], 10)).toEqual([done])
})

it.each<[string, Partial<TaskView>]>([
  ['a cancel', { cancelRequested: true }],
  ['the end of an attempt', { attempts: [attempt('refused')] }],
  ['another attempt', { attempts: [attempt('refused'), attempt('open', 2)] }],
  ['a later step', { stage: 'downloading' }],
  [
    'a picture',
    { result: { galleryEntry: testEntry({ id: 'e' }), galleryEntries: [testEntry({ id: 'e' })] } },
  ],
])('tells by the version that a state with %s is newer', (_, change) => {
  const newer = testTask({ ...calling, ...change, version: 2 })
  expect(isBehind(calling, newer)).toBe(true)
  expect(isBehind(newer, calling)).toBe(false)
})

it('follows the steps of several calls wherever they are', () => {
  const attempts = [attempt('open'), attempt('open', 2)]
  const payload = { ...calling.payload, n: 2 }
  const saving = testTask({ ...calling, payload, attempts, stage: 'writing_image' })
  const callingAgain = testTask({ ...calling, payload, attempts, version: 2, stage: 'calling_upstream' })
  expect(upsertTask([saving], callingAgain, 10)).toEqual([callingAgain])
})

it('takes a new place in the queue', () => {
  const second = testTask({ id: 'a', position: 2 })
  const first = testTask({ id: 'a', position: 1 })
  expect(upsertTask([second], first, 10)).toEqual([first])
})

it('drops what the server no longer lists but keeps what is newer than its answer', () => {
  const expired = testTask({ id: 'a', createdAt: '2026-11-24T10:00:00Z' })
  const listed = testTask({ id: 'b', createdAt: '2026-11-24T11:00:00Z' })
  const newer = testTask({ id: 'c', createdAt: '2026-11-24T12:00:00Z' })
  expect(mergeTasks([newer, expired], [listed], 10).map((task) => task.id)).toEqual(['c', 'b'])
})

it('loses the pictures that were deleted after its end', () => {
  const galleryEntry = testEntry({ id: 'e1' })
  const done = testTask({
    id: 'a',
    status: 'done',
    stage: 'done',
    result: { galleryEntry, galleryEntries: [galleryEntry, testEntry({ id: 'e2' })] },
  })
  const fewer = { ...done, result: { galleryEntry, galleryEntries: [galleryEntry] } }
  const none = { ...done, result: undefined }
  expect(mergeTasks([done], [fewer], 10)).toEqual([fewer])
  expect(mergeTasks([fewer], [none], 10)).toEqual([none])
  expect(mergeTasks([none], [done], 10)).toEqual([done])
})

it('shows a change of a picture in its task and leaves the others as they are', () => {
  const [first, second] = [testEntry({ id: 'e1' }), testEntry({ id: 'e2' })]
  const both = testTask({ id: 'a', result: { galleryEntry: first, galleryEntries: [first, second] } })
  const other = testTask({ id: 'b' })
  const [changed, same] = patchEntries([both, other], new Set(['e2']), { favorite: true })
  expect(changed?.result?.galleryEntries.map(({ favorite }) => favorite)).toEqual([false, true])
  expect(changed?.result?.galleryEntry).toBe(first)
  expect(same).toBe(other)
})
