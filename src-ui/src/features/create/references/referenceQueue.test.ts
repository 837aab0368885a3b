import { createPinia, setActivePinia } from 'pinia'
import { effectScope, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ApiFailure } from '@/shared/api/problem'
import { useComposer } from '../composer'
import { referenceQueue } from './referenceQueue'
import type { Upload } from '@/shared/api/types'

const LIMITS = { maxSide: 0, maxBytes: 1, types: ['image/png'] }
const file = (name: string) => new File([name], name, { type: 'image/png' })

interface Sending {
  name: string
  signal: AbortSignal
  progress: (share: number) => void
  finish: () => void
  fail: (failure: unknown) => void
}

/** A server that answers when the test says so. */
function transport() {
  const preparing: string[] = []
  const sending: Sending[] = []
  return {
    preparing,
    sending,
    sent: (name: string) => vi.waitUntil(() => sending.find((one) => one.name === name)),
    async prepare(picture: Blob, limits: typeof LIMITS) {
      preparing.push((picture as File).name)
      // What goes to a worker must be cloneable.
      structuredClone(limits)
      return { picture, thumbnail: new Blob([]) }
    },
    upload: (picture: Blob, signal: AbortSignal, progress: (share: number) => void) =>
      new Promise<Upload>((resolve, fail) => {
        const { name } = picture as File
        const finish = () => resolve({ id: `upload:${name}` } as Upload)
        sending.push({ name, signal, progress, finish, fail })
      }),
  }
}

let scope: EffectScope
let server: ReturnType<typeof transport>
let queue: ReturnType<typeof referenceQueue>
const ids = () => useComposer().draft.references.map(({ id }) => id)
const names = () => useComposer().draft.references.map(({ name }) => name)

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  scope = effectScope()
  server = transport()
  const made = scope.run(() => referenceQueue(server))
  if (!made) throw new Error('the scope is over')
  queue = made
})
afterEach(() => scope.stop())

it('keeps the order in which pictures were chosen, whichever is there first', async () => {
  queue.add([file('a'), file('b')], LIMITS, 10)
  expect(names()).toEqual(['a', 'b'])
  ;(await server.sent('b')).finish()
  await vi.waitFor(() => expect(ids()[1]).toBe('upload:b'))
  ;(await server.sent('a')).finish()
  await vi.waitFor(() => expect(ids()).toEqual(['upload:a', 'upload:b']))
  expect(queue.busy.value).toBe(false)
  expect([...queue.previews.keys()]).toEqual(['upload:b', 'upload:a'])
})

it('takes no more than there is room for and says how many were left out', () => {
  expect(queue.add([file('a'), file('b'), file('c')], LIMITS, 2)).toBe(1)
  expect(names()).toEqual(['a', 'b'])
  expect(queue.add([file('d')], LIMITS, 2)).toBe(1)
})

it('sends two at a time', async () => {
  queue.add([file('a'), file('b'), file('c')], LIMITS, 10)
  await server.sent('b')
  await vi.waitFor(() => expect(server.preparing).toEqual(['a', 'b', 'c']))
  expect(server.sending.map(({ name }) => name)).toEqual(['a', 'b'])
  ;(await server.sent('a')).finish()
  await server.sent('c')
})

it('shows how much has gone out', async () => {
  queue.add([file('a')], LIMITS, 10)
  ;(await server.sent('a')).progress(0.4)
  expect([...queue.transfers.values()][0]).toMatchObject({ state: 'uploading', progress: 0.4 })
  expect(queue.busy.value).toBe(true)
})

it('gives up what is removed, and lets the next one go', async () => {
  queue.add([file('a'), file('b'), file('c')], LIMITS, 10)
  const first = await server.sent('a')
  useComposer().removeReference(ids()[0] ?? '')
  expect(first.signal.aborted).toBe(true)
  first.fail(new DOMException('', 'AbortError'))
  await server.sent('c')
  expect(names()).toEqual(['b', 'c'])
  expect(queue.failed.value).toEqual([])
})

it('keeps a picture that failed in its place, and sends it again when asked', async () => {
  queue.add([file('a')], LIMITS, 10)
  ;(await server.sent('a')).fail(new ApiFailure(0, 'offline', ''))
  await vi.waitFor(() => expect(queue.failed.value).toHaveLength(1))
  expect(queue.busy.value).toBe(false)
  queue.retry(ids()[0] ?? '')
  expect(queue.busy.value).toBe(true)
  await vi.waitUntil(() => server.sending.length === 2)
  server.sending[1]?.finish()
  await vi.waitFor(() => expect(ids()).toEqual(['upload:a']))
})
