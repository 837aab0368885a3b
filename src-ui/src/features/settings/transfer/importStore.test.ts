import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, nextTick, type App } from 'vue'
import { useGalleryLists } from '@/features/gallery/list/galleryLists'
import { useImport } from './importStore'
import * as server from './transferApi'
import type { ImportProgress } from './transferApi'

vi.mock('./transferApi', async (original) => ({
  ...(await original<typeof server>()),
  latestImport: vi.fn(),
  beginImport: vi.fn(),
  completeImport: vi.fn(),
  cancelImport: vi.fn(),
  put: vi.fn(),
}))

const progress = (change: Partial<ImportProgress>) =>
  ({ id: 'i1', state: 'receiving', added: 0, skippedFiles: [], ...change }) as ImportProgress
const picture = (name: string, bytes = 4) => new File([new Uint8Array(bytes)], name)

let app: App
let store: ReturnType<typeof useImport>
let lists: ReturnType<typeof useGalleryLists>

beforeEach(async () => {
  vi.resetAllMocks()
  vi.mocked(server.latestImport).mockResolvedValue(null)
  vi.mocked(server.beginImport).mockResolvedValue(progress({}))
  vi.mocked(server.put).mockResolvedValue(progress({ added: 1 }))
  vi.mocked(server.completeImport).mockResolvedValue(progress({ state: 'done', added: 2 }))
  app = createApp({ render: () => null })
  const pinia = createPinia()
  app.use(VueQueryPlugin, { queryClient: new QueryClient() }).use(pinia)
  app.mount(document.createElement('div'))
  await app.runWithContext(async () => {
    store = useImport(pinia)
    lists = useGalleryLists(pinia)
    await vi.waitFor(() => expect(server.latestImport).toHaveBeenCalled())
  })
})
afterEach(() => app.unmount())

it('sends what is worth sending, one after the other, and says how far it is', async () => {
  vi.mocked(server.latestImport).mockResolvedValue(progress({ state: 'done', added: 2 }))
  await store.start([picture('a.png', 4), picture('notes.txt'), picture('b.png', 6)])
  expect(server.beginImport).toHaveBeenCalledWith(2)
  expect(
    vi.mocked(server.put).mock.calls.map(([path]) => new URLSearchParams(path.split('?')[1]).get('name')),
  ).toEqual(['a.png', 'b.png'])
  expect([store.sent, store.toSend, store.sending]).toEqual([10, 10, false])
  expect(server.completeImport).toHaveBeenCalledWith('i1')
})

it('starts nothing of files that are no pictures, and no second import beside one', async () => {
  await store.start([picture('notes.txt')])
  expect(server.beginImport).not.toHaveBeenCalled()
  let release = (_: ImportProgress) => {}
  vi.mocked(server.put).mockReturnValue(new Promise((resolve) => (release = resolve)) as never)
  const first = store.start([picture('a.png')])
  await vi.waitFor(() => expect(server.put).toHaveBeenCalled())
  await store.start([picture('b.png')])
  expect(server.beginImport).toHaveBeenCalledTimes(1)
  release(progress({ added: 1 }))
  await first
})

it('shows why it was refused, and forgets that with the next one', async () => {
  vi.mocked(server.beginImport).mockRejectedValueOnce(new Error('running'))
  await store.start([picture('a.png')])
  expect(store.failure).toEqual(new Error('running'))
  await store.start([picture('a.png')])
  expect(store.failure).toBeNull()
})

it('stops sending when it is cancelled, and that is no failure', async () => {
  vi.mocked(server.cancelImport).mockResolvedValue(progress({ state: 'canceled' }))
  vi.mocked(server.put).mockImplementation(
    (_path, _body, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      ),
  )
  vi.mocked(server.latestImport).mockResolvedValue(progress({}))
  const sending = store.start([picture('a.png')])
  await vi.waitFor(() => expect(server.put).toHaveBeenCalled())
  await store.cancel()
  await sending
  expect([store.sending, store.failure]).toEqual([false, null])
})

it('makes the gallery ask again when new pictures have come', async () => {
  const changed = vi.spyOn(lists, 'changed')
  await store.start([picture('a.png')])
  await nextTick()
  expect(changed).toHaveBeenCalled()
})
