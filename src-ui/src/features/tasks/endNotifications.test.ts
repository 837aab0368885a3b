import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { addTexts, i18n, speak } from '@/shared/i18n'
import en from '@/locales/en.json'
import type { TaskView } from '@/shared/api/types'
import { usePageWorker } from '@/shared/pageWorker'
import { testTask } from './testTask'

const feed = { running: 0, onEnded: (told: (task: TaskView) => void) => void (end = told) }
let end: (task: TaskView) => void
vi.mock('./taskFeed', () => ({ useTaskFeed: () => feed }))

const close = vi.fn()
const registration = {
  active: {},
  showNotification: vi.fn(async (_title: string, _options: NotificationOptions) => undefined),
  getNotifications: vi.fn(async () => [{ close }]),
}
let page: VueWrapper
let visibility: DocumentVisibilityState

beforeEach(async () => {
  vi.stubGlobal('isSecureContext', true)
  vi.stubGlobal('Notification', Object.assign(vi.fn(), { permission: 'granted' }))
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
  visibility = 'hidden'
  localStorage.setItem('studio.notifications', 'true')
  addTexts('en', en)
  speak('en')
  registration.showNotification.mockClear()
  close.mockClear()
  const { useEndNotifications } = await import('./endNotification')
  usePageWorker().registration = registration as unknown as ServiceWorkerRegistration
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: {} }] })
  page = mount({ setup: () => (useEndNotifications(), () => null) }, { global: { plugins: [i18n, router] } })
})
afterEach(() => {
  page.unmount()
  localStorage.clear()
  vi.unstubAllGlobals()
})

const done = (id: string) => testTask({ id, status: 'done', stage: 'done' })
const shown = () =>
  registration.showNotification.mock.calls.map(([title, options]) => ({ title, ...options }))

it('tells all that ended in one notification, which sounds at the first end and at the last', async () => {
  for (const left of [2, 1, 0]) {
    feed.running = left
    end(done(`t${left}`))
  }
  await vi.waitFor(() => expect(shown().length).toBe(3))
  expect(shown().map(({ title, tag, silent }) => ({ title, tag, silent }))).toEqual([
    { title: 'Your picture is ready', tag: 'tasks', silent: false },
    { title: '2 pictures are ready', tag: 'tasks', silent: true },
    { title: '3 pictures are ready', tag: 'tasks', silent: false },
  ])
  expect(shown()[0]?.body).toBe('2 more under way')
})

it('says nothing to somebody who looks on, takes away what was said, and counts anew after that', async () => {
  feed.running = 0
  end(done('a'))
  await vi.waitFor(() => expect(shown().length).toBe(1))
  visibility = 'visible'
  document.dispatchEvent(new Event('visibilitychange'))
  await vi.waitFor(() => expect(close).toHaveBeenCalledOnce())
  end(done('b'))
  visibility = 'hidden'
  document.dispatchEvent(new Event('visibilitychange'))
  end(done('c'))
  await vi.waitFor(() => expect(shown().length).toBe(2))
  expect(shown().map(({ title }) => title)).toEqual(['Your picture is ready', 'Your picture is ready'])
})

it('is silent about what was canceled, and when it is not wanted', async () => {
  end(testTask({ id: 'c', status: 'canceled', stage: 'canceled' }))
  const { useEndNotification } = await import('./endNotification')
  await useEndNotification().turn(false)
  end(done('d'))
  await useEndNotification().turn(true)
  end(done('e'))
  await vi.waitFor(() => expect(shown().map(({ data }) => data)).toEqual([{ path: 'tasks/e' }]))
})
