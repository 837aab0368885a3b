import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { createApp } from 'vue'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { TaskView } from '@/shared/api/types'
import { useConnection } from '@/shared/live/connection'
import { useTaskFeed } from './taskFeed'
import { testTask } from './testTask'

const encoder = new TextEncoder()
let listed: TaskView[] | (() => Promise<TaskView[]>)
let lists = 0
let line: ReadableStreamDefaultController<Uint8Array>
let streaming = true
let leave: () => void

const server = setupServer(
  http.get('*/api/tasks', async () => {
    lists++
    const tasks = typeof listed === 'function' ? await listed() : listed
    return HttpResponse.json({ tasks })
  }),
  http.get('*/api/tasks/events', () => {
    if (!streaming) return new HttpResponse(null, { status: 502 })
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        line = controller
        tell('ready', { complete: true })
      },
    })
    return new HttpResponse(body, { headers: { 'Content-Type': 'text/event-stream' } })
  }),
)
const tell = (name: string, data: unknown) =>
  line.enqueue(
    encoder.encode(`event: ${name}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`),
  )

function follow() {
  let feed: ReturnType<typeof useTaskFeed> | undefined
  const app = createApp({
    setup() {
      feed = useTaskFeed()
      return () => null
    },
  })
  app.use(VueQueryPlugin, { queryClient: new QueryClient() })
  app.mount(document.createElement('div'))
  if (!feed) throw new Error('not set up')
  const taken = feed
  leave = () => {
    taken.stop()
    app.unmount()
  }
  taken.start()
  return taken
}

const running = testTask({ id: 'a', status: 'running', stage: 'calling_upstream' })
const done = testTask({ id: 'a', version: 2, status: 'done', stage: 'done' })

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())
beforeEach(() => {
  listed = []
  lists = 0
  streaming = true
})
afterEach(() => leave())

it('lists the tasks and follows what the stream tells', async () => {
  listed = [running]
  const feed = follow()
  await vi.waitFor(() => expect(feed.running).toBe(1))
  tell('status', testTask({ id: 'b', createdAt: '2026-11-24T12:01:00Z' }))
  await vi.waitFor(() => expect(feed.tasks.map((task) => task.id)).toEqual(['b', 'a']))
})

it('tells each end once, whether it comes by the stream or by the list', async () => {
  listed = [running]
  const feed = follow()
  const ends = vi.fn()
  feed.onEnded(ends)
  await vi.waitFor(() => expect(feed.running).toBe(1))
  tell('done', done)
  await vi.waitFor(() => expect(ends).toHaveBeenCalledOnce())
  listed = [done]
  await feed.load()
  feed.take(running)
  expect(ends).toHaveBeenCalledExactlyOnceWith(done)
  expect(feed.running).toBe(0)
})

it('shows an unfinished picture until the task ends', async () => {
  listed = [running]
  const feed = follow()
  await vi.waitFor(() => expect(feed.running).toBe(1))
  tell('partial', { taskId: 'a', picture: 1, index: 0, url: '/p' })
  await vi.waitFor(() => expect(feed.partials.a?.url).toBe('/p'))
  tell('done', done)
  await vi.waitFor(() => expect(feed.partials).toEqual({}))
})

it('goes on after an event that cannot be read', async () => {
  const feed = follow()
  await vi.waitFor(() => expect(feed.loaded).toBe(true))
  tell('status', '{"id":')
  tell('partial', '{')
  tell('status', running)
  await vi.waitFor(() => expect(feed.running).toBe(1))
  expect(useConnection().state).toBe('live')
})

it('asks again when the stream joins while an older answer is on the way', async () => {
  let answer: (tasks: TaskView[]) => void = () => {}
  listed = () => new Promise((resolve) => (answer = resolve))
  const feed = follow()
  await vi.waitFor(() => expect(lists).toBe(1))
  await vi.waitFor(() => expect(line).toBeDefined())
  void feed.load()
  listed = [done]
  answer([running])
  await vi.waitFor(() => expect(feed.tasks[0]?.status).toBe('done'))
})

it('asks for the list while the stream does not come through, and says so', async () => {
  streaming = false
  listed = [running]
  const feed = follow()
  await vi.waitFor(() => expect(useConnection().state).toBe('polling'))
  expect(feed.running).toBe(1)
})

it('keeps nothing of a session that is over', async () => {
  let answer: (tasks: TaskView[]) => void = () => {}
  listed = () => new Promise((resolve) => (answer = resolve))
  const feed = follow()
  await vi.waitFor(() => expect(lists).toBe(1))
  feed.stop()
  const finished = feed.load()
  listed = []
  answer([running])
  await finished
  expect(feed.tasks).toEqual([])
})
