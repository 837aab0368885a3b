import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { i18n } from '@/shared/i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { useComposer } from '@/features/create/composer'
import type { TaskView } from '@/shared/api/types'
import { useQuestion } from '@/shared/ui/confirm'
import { retryOf, useTaskActions } from './taskActions'
import { useTaskFeed } from './taskFeed'
import { testTask } from './testTask'

const calls: string[] = []
let listed: TaskView[] = []
let answer: () => Promise<Response> | Response
const server = setupServer(
  http.get('*/api/tasks', () => HttpResponse.json({ tasks: listed })),
  http.get('*/api/generate/task/:id/input', () => HttpResponse.json({ prompt: 'A cat', model: 'painter' })),
  http.get('*/api/generate/task/:id', ({ params }) =>
    HttpResponse.json(testTask({ id: String(params.id), retryOf: 'a' })),
  ),
  http.all('*/api/generate/task/*', ({ request }) => {
    calls.push(`${request.method} ${new URL(request.url).pathname}`)
    return answer()
  }),
)

let leave: () => void

function begin() {
  let parts: unknown
  const pinia = createPinia()
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: {} },
      { path: '/create', name: 'create', component: {} },
    ],
  })
  const app = createApp({
    setup() {
      parts = { actions: useTaskActions(), feed: useTaskFeed(), composer: useComposer(), router }
      return () => null
    },
  })
  app.use(pinia).use(router).use(i18n).use(VueQueryPlugin, { queryClient: new QueryClient() })
  app.mount(document.createElement('div'))
  leave = () => app.unmount()
  return parts as {
    actions: ReturnType<typeof useTaskActions>
    feed: ReturnType<typeof useTaskFeed>
    composer: ReturnType<typeof useComposer>
    router: typeof router
  }
}

const waiting = testTask({ id: 'a' })
const sent = testTask({
  id: 'a',
  status: 'running',
  stage: 'calling_upstream',
  attempts: [{ number: 1, pictures: [1], startedAt: '2026-11-24T12:00:01Z', outcome: 'open' }],
})
const failed = testTask({ id: 'a', status: 'failed', stage: 'failed', nextStep: 'retry' })

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())
beforeEach(() => {
  calls.length = 0
  listed = []
  answer = () => HttpResponse.json({ ...waiting, status: 'canceled', stage: 'canceled' })
})
afterEach(() => leave())

it('cancels once, however often somebody taps, and shows the answer at once', async () => {
  const { actions, feed } = begin()
  feed.take(waiting)
  const both = [actions.cancel(waiting), actions.cancel(waiting)]
  expect(actions.isBusy('cancel', waiting)).toBe(true)
  await Promise.all(both)
  expect(calls).toEqual(['DELETE /api/generate/task/a'])
  await vi.waitFor(() => expect(feed.tasks[0]?.status).toBe('canceled'))
  expect(actions.isBusy('cancel', waiting)).toBe(false)
})

it('asks before it cancels what may be billed all the same', async () => {
  const { actions } = begin()
  const canceled = actions.cancel(sent)
  expect(useQuestion().asked?.danger).toBe(true)
  useQuestion().asked?.answer(false)
  await canceled
  expect(calls).toEqual([])
})

it('tries again once, and shows the new task', async () => {
  answer = () => HttpResponse.json({ taskId: 'b', status: 'queued' }, { status: 202 })
  const { actions, feed } = begin()
  feed.take(failed)
  const ids = await Promise.all([actions.retry(failed), actions.retry(failed)])
  expect(ids).toEqual(['b', undefined])
  expect(calls).toEqual(['POST /api/generate/task/a/retry'])
  await vi.waitFor(() => expect(retryOf(failed, feed.tasks)?.id).toBe('b'))
})

it('never hands in a second time what a lost answer had taken', async () => {
  const { actions, feed } = begin()
  feed.take(failed)
  answer = () => HttpResponse.error()
  expect(await actions.retry(failed)).toBeUndefined()
  listed = [testTask({ id: 'b', retryOf: 'a' }), failed]
  expect(await actions.retry(failed)).toBe('b')
  expect(calls).toHaveLength(1)
})

it('hands it in again where the lost call had not arrived', async () => {
  const { actions, feed } = begin()
  feed.take(failed)
  listed = [failed]
  answer = () => HttpResponse.error()
  await actions.retry(failed)
  answer = () => HttpResponse.json({ taskId: 'b', status: 'queued' }, { status: 202 })
  expect(await actions.retry(failed)).toBe('b')
  expect(calls).toHaveLength(2)
})

it('asks before a try that may be a second payment', async () => {
  const { actions } = begin()
  const retried = actions.retry({ ...failed, nextStep: 'check_bill' })
  expect(useQuestion().asked).not.toBeNull()
  useQuestion().asked?.answer(false)
  expect(await retried).toBeUndefined()
  expect(calls).toEqual([])
})

it('takes over the task as it is when the server refuses', async () => {
  answer = () => HttpResponse.json({ code: 'task_finished', message: 'Too late' }, { status: 409 })
  const { actions, feed } = begin()
  feed.take(waiting)
  await actions.cancel(waiting)
  await vi.waitFor(() => expect(feed.tasks[0]?.retryOf).toBe('a'))
  expect(actions.isBusy('cancel', waiting)).toBe(false)
})

it('puts the request of a task into the composer and goes there', async () => {
  const { actions, composer, router } = begin()
  await actions.fill(failed)
  expect(composer.draft.prompt).toBe('A cat')
  expect(router.currentRoute.value.name).toBe('create')
})
