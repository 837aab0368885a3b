import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { usePageWorker } from '@/shared/pageWorker'

/** A point of the curve in base64url, as the server sends it: 65 bytes. */
const KEY = `BA${'_-'.repeat(42)}A`
let told: { method: string; path: string; body: unknown }[]
let answer: () => Response
let subscription: FakeSubscription | null
let visibility: DocumentVisibilityState

class FakeSubscription {
  readonly unsubscribe = vi.fn(async () => ((subscription = null), true))
  constructor(readonly options: { applicationServerKey: ArrayBuffer }) {}
  toJSON = () => ({ endpoint: 'https://push.test/1', keys: { p256dh: 'p', auth: 'a' } })
}

const subscribe = vi.fn(
  async ({ applicationServerKey }: { applicationServerKey: Uint8Array<ArrayBuffer> }) => {
    subscription = new FakeSubscription({ applicationServerKey: applicationServerKey.buffer })
    return subscription
  },
)
const pushManager = { subscribe, getSubscription: async () => subscription }

const server = setupServer(
  http.all('*/api/push', async ({ request }) => {
    await keep(request)
    return request.method === 'GET' ? HttpResponse.json({ publicKey: KEY, subscribed: false }) : answer()
  }),
  http.put('*/api/push/watching', async ({ request }) => {
    await keep(request)
    return new HttpResponse(null, { status: 204 })
  }),
)

async function keep(request: Request): Promise<void> {
  const body = request.method === 'PUT' ? await request.json() : undefined
  told.push({ method: request.method, path: new URL(request.url).pathname, body })
}

async function load() {
  const { usePush } = await import('./push')
  vi.spyOn(usePageWorker(), 'register').mockResolvedValue(undefined)
  return usePush()
}

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())
beforeEach(() => {
  told = []
  answer = () => HttpResponse.json({ publicKey: KEY, subscribed: true })
  subscription = null
  visibility = 'visible'
  subscribe.mockClear()
  localStorage.clear()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
  vi.stubGlobal('isSecureContext', true)
  vi.stubGlobal('PushManager', class {})
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: Object.assign(new EventTarget(), { ready: Promise.resolve({ pushManager }) }),
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  Reflect.deleteProperty(navigator, 'serviceWorker')
})

const puts = (path: string) =>
  told.filter((one) => one.method === 'PUT' && one.path === path).map(({ body }) => body)

it('subscribes with the key of the server and names the subscription to it', async () => {
  const push = await load()
  expect(await push.subscribe()).toBe(true)
  const [{ applicationServerKey } = { applicationServerKey: new Uint8Array() }] =
    subscribe.mock.calls[0] ?? []
  expect([applicationServerKey.length, applicationServerKey[0]]).toEqual([65, 4])
  expect(puts('/api/push')).toEqual([
    { endpoint: 'https://push.test/1', keys: { p256dh: 'p', auth: 'a' }, showPrompt: false },
  ])
})

it('renews what the server knows without asking the push service again', async () => {
  const push = await load()
  await push.subscribe()
  await push.allowPrompt(true)
  expect(subscribe).toHaveBeenCalledOnce()
  expect(puts('/api/push').at(-1)).toMatchObject({ showPrompt: true })
  expect((await load()).showPrompt).toBe(true)
})

it('subscribes anew where the key was another one', async () => {
  const old = new FakeSubscription({ applicationServerKey: new Uint8Array([4, 1, 2]).buffer })
  subscription = old
  await (await load()).subscribe()
  expect(old.unsubscribe).toHaveBeenCalledOnce()
  expect(subscribe).toHaveBeenCalledOnce()
})

it('is off where the push service cannot be reached, and where the server refuses', async () => {
  const push = await load()
  subscribe.mockRejectedValueOnce(new DOMException('push service error', 'AbortError'))
  expect([await push.subscribe(), push.on]).toEqual([false, false])
  answer = () => HttpResponse.json({ code: 'unavailable', message: 'no' }, { status: 503 })
  expect([await push.subscribe(), push.on]).toEqual([false, false])
})

it('unsubscribes the browser and the server', async () => {
  const push = await load()
  await push.subscribe()
  const made = subscription
  await push.unsubscribe()
  expect([push.on, subscription]).toEqual([false, null])
  expect(made?.unsubscribe).toHaveBeenCalledOnce()
  expect(told).toContainEqual({ method: 'DELETE', path: '/api/push', body: undefined })
})

it('says that the page is in sight, again and again, and once that it no longer is', async () => {
  const push = await load()
  await push.subscribe()
  const watched = () => puts('/api/push/watching')
  await vi.waitFor(() => expect(watched()).toEqual([{ visible: true }]))
  vi.advanceTimersByTime(45_000)
  await vi.waitFor(() => expect(watched()).toEqual([{ visible: true }, { visible: true }]))
  visibility = 'hidden'
  push.watchPage()
  await vi.waitFor(() => expect(watched().at(-1)).toEqual({ visible: false }))
  vi.advanceTimersByTime(200_000)
  visibility = 'visible'
  push.watchPage()
  await vi.waitFor(() => expect(watched().length).toBe(4))
})
