import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { createPinia } from 'pinia'
import { createApp, watch } from 'vue'
import { i18n } from '@/shared/i18n'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { TaskQueue } from '@/shared/api/types'
import { useTaskQueue } from './taskQueue'
import { testTask } from './testTask'

const taken = vi.fn()
const lookedUp = vi.fn()
vi.mock('./taskFeed', () => ({ useTaskFeed: () => ({ take: taken, lookUp: lookedUp }) }))
vi.mock('@/shared/failureText', () => ({ useFailureText: () => ({ tell: vi.fn() }) }))

const STATE: TaskQueue = {
  paused: false,
  maxConcurrent: 3,
  fixed: false,
  running: 1,
  waiting: 2,
  maxWaiting: 10,
  next: ['a', 'b'],
}
let state: TaskQueue
const asked: unknown[] = []
const server = setupServer(
  http.get('*/api/tasks/queue', () => HttpResponse.json(state)),
  http.put('*/api/tasks/queue', async ({ request }) => {
    const change = (await request.json()) as Partial<TaskQueue>
    asked.push(change)
    if (change.maxConcurrent === 64) return HttpResponse.json({}, { status: 409 })
    state = { ...state, ...change }
    return HttpResponse.json(state)
  }),
  http.post('*/api/generate/task/:id/front', ({ params }) =>
    params.id === 'gone'
      ? HttpResponse.json({}, { status: 409 })
      : HttpResponse.json(testTask({ id: String(params.id), position: 1 })),
  ),
)

let leave: () => void
async function open() {
  let queue: ReturnType<typeof useTaskQueue> | undefined
  const app = createApp({
    setup() {
      queue = useTaskQueue()
      return () => null
    },
  })
  app.use(createPinia())
  app.use(i18n)
  app.use(VueQueryPlugin, { queryClient: new QueryClient() })
  app.mount(document.createElement('div'))
  leave = () => app.unmount()
  if (!queue) throw new Error('not set up')
  const opened = queue
  await vi.waitUntil(() => opened.state.value)
  return opened
}

beforeAll(() => server.listen())
beforeEach(() => {
  state = STATE
  asked.length = 0
})
afterEach(() => leave())
afterAll(() => server.close())

it('shows a pause at once, and what the server makes of it', async () => {
  const queue = await open()
  expect(queue.paused.value).toBe(false)
  queue.setPaused(true)
  await vi.waitUntil(() => queue.paused.value)
  await vi.waitUntil(() => asked.length > 0)
  expect(asked).toEqual([{ paused: true }])
})

it('takes back a number that the server refuses', async () => {
  const queue = await open()
  const seen: (number | undefined)[] = []
  watch(
    () => queue.state.value?.maxConcurrent,
    (number) => seen.push(number),
    { flush: 'sync' },
  )
  queue.setAtOnce(64)
  await vi.waitUntil(() => seen.length >= 2)
  expect(seen).toEqual([64, 3])
})

it('makes a waiting task the next one', async () => {
  const queue = await open()
  queue.toFront(testTask({ id: 'b' }))
  await vi.waitUntil(() => taken.mock.calls.length > 0)
  expect(queue.state.value?.next).toEqual(['b', 'a'])
  expect(taken.mock.calls[0]?.[0]).toMatchObject({ id: 'b', position: 1 })
})

it('asks again where the task had started meanwhile', async () => {
  const queue = await open()
  queue.toFront(testTask({ id: 'gone' }))
  await vi.waitUntil(() => lookedUp.mock.calls.length > 0)
  await vi.waitUntil(() => queue.state.value?.next.join() === 'a,b')
})
