import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it, vi } from 'vitest'

const SOURCE = readFileSync(join(import.meta.dirname, '../../worker/sw.js'), 'utf8')
const SCOPE = 'https://studio.test/prefix/webui/'

type Handler = (event: Record<string, unknown>) => void

/** The worker in a world of its own: its handlers, the caches it fills, and the network it asks. */
function start(version: string, files: string[], caches: FakeCaches, fetch: typeof globalThis.fetch) {
  const handlers: Record<string, Handler> = {}
  let present: { title: string }[] = []
  const shown = vi.fn(async (title: string) => void (present = [{ title }]))
  const windows: { url: string; visibilityState: string; focus: () => void; postMessage: () => void }[] = []
  const openWindow = vi.fn()
  const self = {
    registration: { scope: SCOPE, showNotification: shown, getNotifications: async () => present },
    addEventListener: (name: string, handler: Handler) => (handlers[name] = handler),
    clients: { claim: async () => undefined, matchAll: async () => windows, openWindow },
    skipWaiting: vi.fn(async () => undefined),
  }
  const source = SOURCE.replace('%VERSION%', version).replace('%FILES%', JSON.stringify(files))
  new Function('self', 'caches', 'fetch', source)(self, caches, fetch)
  async function send(name: string, event: Record<string, unknown> = {}): Promise<Response | undefined> {
    let work: unknown
    handlers[name]?.({
      ...event,
      waitUntil: (p: unknown) => (work = p),
      respondWith: (p: unknown) => (work = p),
    })
    return (await work) as Response | undefined
  }
  const ask = (path: string, mode = 'cors', method = 'GET') =>
    send('fetch', { request: { url: new URL(path, SCOPE).href, mode, method } })
  return { send, ask, shown, windows, openWindow, self }
}

class FakeCaches {
  readonly all = new Map<string, Map<string, Response>>()
  constructor(private readonly network: (url: string) => Response) {}
  async open(name: string) {
    const held = this.all.get(name) ?? new Map<string, Response>()
    this.all.set(name, held)
    return {
      addAll: async (requests: Request[]) =>
        requests.forEach((request) => held.set(request.url, this.network(request.url))),
      match: async (url: string) => held.get(url),
    }
  }
  keys = async () => [...this.all.keys()]
  delete = async (name: string) => this.all.delete(name)
  match = async ({ url }: { url: string }) =>
    [...this.all.values()].map((held) => held.get(url)).find((found) => found)
}

const FILES = ['assets/index-1.js', 'icon.svg']
let network: ReturnType<typeof vi.fn<(url: string) => Response>>
let fetch: ReturnType<typeof vi.fn<typeof globalThis.fetch>>
let caches: FakeCaches

beforeEach(() => {
  network = vi.fn((url: string) => new Response(`kept ${new URL(url).pathname}`))
  caches = new FakeCaches(network)
  fetch = vi.fn<typeof globalThis.fetch>(async () => new Response('new'))
})

const installed = async (version = 'one', files = FILES) => {
  const worker = start(version, files, caches, fetch)
  await worker.send('install')
  await worker.send('activate')
  return worker
}
const text = async (answer: Response | undefined) => answer?.clone().text()

it('keeps the document and the files of its build, and nothing else', async () => {
  const worker = await installed()
  expect(network.mock.calls.map(([url]) => new URL(url).pathname)).toEqual([
    '/prefix/webui/',
    '/prefix/webui/assets/index-1.js',
    '/prefix/webui/icon.svg',
  ])
  await worker.ask('assets/index-9.js')
  await worker.ask('gallery/17', 'navigate')
  expect([...caches.all.values()].map((held) => held.size)).toEqual([3])
})

it.each([
  '/prefix/api/tasks',
  '/prefix/gallery/a.png',
  'https://other.test/prefix/webui/assets/index-1.js',
  'sign-in',
])('does not touch %s', async (path) => {
  const worker = await installed()
  expect(await worker.ask(path)).toBeUndefined()
  expect(await worker.ask('assets/index-1.js', 'cors', 'POST')).toBeUndefined()
})

it('opens any route from the network, and without one from what it keeps', async () => {
  const worker = await installed()
  expect(await text(await worker.ask('gallery/17', 'navigate'))).toBe('new')
  fetch.mockResolvedValueOnce(new Response('', { status: 502 }))
  expect(await text(await worker.ask('create', 'navigate'))).toBe('kept /prefix/webui/')
  fetch.mockRejectedValueOnce(new TypeError('no network'))
  expect(await text(await worker.ask('create', 'navigate'))).toBe('kept /prefix/webui/')
})

it('has the files of the version before at hand, for pages that are still open, and of no other', async () => {
  await installed('one', ['assets/index-1.js'])
  await installed('two', ['assets/index-2.js'])
  const worker = await installed('three', ['assets/index-3.js'])
  expect(await text(await worker.ask('assets/index-3.js'))).toContain('kept')
  expect(await text(await worker.ask('assets/index-2.js'))).toContain('kept')
  expect(await text(await worker.ask('assets/index-1.js'))).toBe('new')
})

it('waits until it is asked to take over, and knows its own pages', async () => {
  const worker = await installed()
  expect(worker.self.skipWaiting).not.toHaveBeenCalled()
  const postMessage = vi.fn()
  for (const file of ['assets/index-1.js', 'assets/index-9.js'])
    await worker.send('message', { data: { type: 'whose', script: SCOPE + file }, ports: [{ postMessage }] })
  expect(postMessage.mock.calls).toEqual([[true], [false]])
  await worker.send('message', { data: { type: 'take-over' } })
  expect(worker.self.skipWaiting).toHaveBeenCalledOnce()
})

it('shows a notice unless the page is in sight', async () => {
  const worker = await installed()
  const data = { json: () => ({ title: 'Ready', body: null, tag: 't1', path: 'tasks/t1' }) }
  worker.windows.push({
    url: `${SCOPE}create`,
    visibilityState: 'visible',
    focus: vi.fn(),
    postMessage: vi.fn(),
  })
  await worker.send('push', { data })
  expect(worker.shown).not.toHaveBeenCalled()
  worker.windows[0] = {
    url: `${SCOPE}create`,
    visibilityState: 'hidden',
    focus: vi.fn(),
    postMessage: vi.fn(),
  }
  await worker.send('push', { data })
  expect(worker.shown).toHaveBeenCalledWith(
    'Ready',
    expect.objectContaining({ tag: 't1', body: undefined, renotify: true, silent: false }),
  )
  await worker.send('push', { data })
  expect(worker.shown).toHaveBeenLastCalledWith(
    'Ready',
    expect.objectContaining({ renotify: false, silent: true }),
  )
  await worker.send('push', { data: { json: () => ({ title: 'More', tag: 't1', alert: false }) } })
  expect(worker.shown).toHaveBeenLastCalledWith(
    'More',
    expect.objectContaining({ tag: 't1', renotify: false, silent: true }),
  )
})

it('opens a notice in the page that is there, else in a new one, and nothing outside of the page', async () => {
  const worker = await installed()
  const click = (path: string) =>
    worker.send('notificationclick', { notification: { close: vi.fn(), data: { path } } })
  await click('tasks/t1')
  expect(worker.openWindow).toHaveBeenCalledWith(`${SCOPE}tasks/t1`)
  await click('https://evil.test/')
  await click('../../other')
  expect(worker.openWindow).toHaveBeenCalledOnce()
  const client = { url: `${SCOPE}create`, visibilityState: 'hidden', focus: vi.fn(), postMessage: vi.fn() }
  worker.windows.push(client)
  await click('tasks/t1')
  expect(client.postMessage).toHaveBeenCalledWith({ type: 'open', path: '/tasks/t1' })
  expect(client.focus).toHaveBeenCalledOnce()
})
