import { effectScope, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { usePageWorker } from './pageWorker'

const reload = vi.fn()
let container: EventTarget & { controller: object | null; register: ReturnType<typeof vi.fn> }
let registration: FakeRegistration
let scope: EffectScope
let stores: Map<string, string>

class FakeWorker extends EventTarget {
  state = 'installing'
  readonly asked: unknown[] = []
  /** @param knows whether it is of the version that the open page is of */
  constructor(private readonly knows: boolean) {
    super()
  }
  postMessage(data: { type: string }, [port]: MessagePort[] = []): void {
    this.asked.push(data.type)
    if (data.type === 'whose') port?.postMessage(this.knows)
  }
  become(state: string): void {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null
  waiting: FakeWorker | null = null
  readonly unsubscribe = vi.fn(async () => true)
  readonly pushManager = { getSubscription: async () => ({ unsubscribe: this.unsubscribe }) }
  readonly update = vi.fn(async () => undefined)
  readonly unregister = vi.fn(async () => true)
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubEnv('DEV', false)
  vi.stubGlobal('isSecureContext', true)
  vi.spyOn(window.location, 'reload').mockImplementation(reload)
  stores = new Map([
    ['studio/webui/@1', ''],
    ['other', ''],
  ])
  vi.stubGlobal('caches', {
    keys: async () => [...stores.keys()],
    delete: async (key: string) => stores.delete(key),
  })
  registration = new FakeRegistration()
  container = Object.assign(new EventTarget(), { controller: {}, register: vi.fn(async () => registration) })
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: container })
  reload.mockClear()
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
  Reflect.deleteProperty(navigator, 'serviceWorker')
})

/** A page that has come to rest. */
async function started() {
  const worker = usePageWorker()
  scope.run(() => worker.start())
  await vi.advanceTimersByTimeAsync(3_000)
  return worker
}

/** A version that the browser has just loaded. */
function arrives(next: FakeWorker): void {
  registration.installing = next
  registration.dispatchEvent(new Event('updatefound'))
  registration.waiting = next
  next.become('installed')
}

it('comes after everything that somebody waits for, and once', async () => {
  const worker = usePageWorker()
  scope.run(() => worker.start())
  expect(container.register).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(3_000)
  await worker.register()
  expect(container.register).toHaveBeenCalledOnce()
})

it('offers a newer version, and reloads only once it is asked and has taken over', async () => {
  const worker = await started()
  const next = new FakeWorker(false)
  arrives(next)
  await vi.waitFor(() => expect(worker.newer).toBe(true))
  expect(next.asked).toEqual(['whose'])
  container.dispatchEvent(new Event('controllerchange'))
  expect(reload).not.toHaveBeenCalled()
  worker.reload()
  expect(next.asked).toEqual(['whose', 'take-over'])
  container.dispatchEvent(new Event('controllerchange'))
  expect(reload).toHaveBeenCalledOnce()
})

it('does not offer the version that the page is of already', async () => {
  const worker = await started()
  const next = new FakeWorker(true)
  arrives(next)
  await vi.waitFor(() => expect(next.asked).toEqual(['whose', 'take-over']))
  expect(worker.newer).toBe(false)
})

it('offers nothing when it comes for the first time', async () => {
  container.controller = null
  const worker = await started()
  const first = new FakeWorker(false)
  arrives(first)
  await vi.advanceTimersByTimeAsync(5_000)
  expect([worker.newer, first.asked]).toEqual([false, []])
})

it('reloads anyway when the newer version does not answer', async () => {
  const worker = await started()
  arrives(new FakeWorker(false))
  await vi.waitFor(() => expect(worker.newer).toBe(true))
  worker.reload()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(reload).toHaveBeenCalledOnce()
})

it('looks for a newer version once an hour, when somebody looks at the page', async () => {
  await started()
  document.dispatchEvent(new Event('visibilitychange'))
  expect(registration.update).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(60 * 60_000)
  document.dispatchEvent(new Event('visibilitychange'))
  document.dispatchEvent(new Event('visibilitychange'))
  expect(registration.update).toHaveBeenCalledOnce()
})

it('offers a reload when a file of the page is gone', async () => {
  const worker = await started()
  window.dispatchEvent(new Event('vite:preloadError'))
  expect(worker.newer).toBe(true)
})

it('leaves nothing of itself, and lets the rest be', async () => {
  const worker = await started()
  await worker.forget()
  expect([...stores.keys()]).toEqual(['other'])
  expect(registration.unsubscribe).toHaveBeenCalledOnce()
  expect(registration.unregister).toHaveBeenCalledOnce()
  expect(worker.registration).toBeUndefined()
})
