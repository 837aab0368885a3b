import { VueQueryPlugin, QueryClient } from '@tanstack/vue-query'
import { mount } from '@vue/test-utils'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { createPinia, setActivePinia } from 'pinia'
import { defineComponent, nextTick } from 'vue'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { ApiFailure } from '@/shared/api/problem'
import { fieldErrorsOf } from '@/shared/fieldProblems'
import { useComposer } from '../composer'
import { capable } from '../options/capabilities.fixture'
import { useChosenModel } from './chosenModel'
import { FIELDS, useGenerate } from './generate'
import { promptHistory } from './promptHistory'

interface Sent {
  key: string | null
  body: Record<string, unknown>
}

const sent: Sent[] = []
let answer: () => Response | Promise<Response>
const accepted = () => HttpResponse.json({ taskId: 't1', status: 'queued' }, { status: 202 })
const configs = { configs: [{ id: 'c', label: 'C', model: 'm' }], defaultConfigId: 'c' }
let can = capable()

const server = setupServer(
  http.get('*/api/api-configs', () => HttpResponse.json(configs)),
  http.get('*/api/models/capabilities', () => HttpResponse.json({ capabilities: can })),
  http.get('*/api/generate/task/t1', () =>
    HttpResponse.json({ id: 't1', status: 'queued', createdAt: '2026' }),
  ),
  http.get('*/api/tasks', () => HttpResponse.json({ tasks: [] })),
  http.post('*/api/generate/task', async ({ request }) => {
    sent.push({
      key: request.headers.get('Idempotency-Key'),
      body: (await request.json()) as Record<string, unknown>,
    })
    return answer()
  }),
)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())

let page: ReturnType<typeof mount> | undefined
let begin: () => Promise<void>
let now = 0
let generation: ReturnType<typeof useGenerate>

beforeEach(async () => {
  localStorage.clear()
  can = capable()
  now += 60_000
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  sent.length = 0
  answer = accepted
  const pinia = createPinia()
  setActivePinia(pinia)
  let chosen: ReturnType<typeof useChosenModel> | undefined
  const Host = defineComponent({
    setup() {
      chosen = useChosenModel()
      generation = useGenerate(chosen)
      return () => null
    },
  })
  begin = async () => {
    page?.unmount()
    const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
    page = mount(Host, { global: { plugins: [pinia, [VueQueryPlugin, { queryClient }]] } })
    await vi.waitUntil(() => chosen?.capabilities.value)
  }
  await begin()
})
afterEach(() => {
  page?.unmount()
  page = undefined
})

it('sends the prompt with the options of the model, and keeps the draft', async () => {
  const { draft } = useComposer()
  Object.assign(draft, { prompt: 'a lake', options: { aspectRatio: '16:9', imageSize: '8K' } })
  expect(await generation.generate()).toBe(true)
  expect(sent[0]?.body).toEqual({ configId: 'c', prompt: 'a lake', aspectRatio: '16:9' })
  expect(useComposer().draft.prompt).toBe('a lake')
  expect(promptHistory.all()).toEqual(['a lake'])
})

it('sends once for a double click', async () => {
  useComposer().draft.prompt = 'a lake'
  const both = await Promise.all([generation.generate(), generation.generate()])
  expect(both).toEqual([true, false])
  expect(sent).toHaveLength(1)
})

it('takes a click on the heels of one that was taken for the second half of a double click', async () => {
  const { draft } = useComposer()
  draft.prompt = 'a lake'
  await generation.generate()
  now += 300
  expect(await generation.generate()).toBe(true)
  expect(sent).toHaveLength(1)
  draft.prompt = 'a lake at night'
  await generation.generate()
  expect(sent).toHaveLength(2)
  now += 1_000
  await generation.generate()
  expect(sent).toHaveLength(3)
})

it('sends the same key again after an answer that was lost, and a new one once it was taken', async () => {
  useComposer().draft.prompt = 'a lake'
  answer = () => HttpResponse.error()
  expect(await generation.generate()).toBe(false)
  expect(generation.failure.value).toMatchObject({ code: 'offline' })
  answer = accepted
  await generation.generate()
  now += 1_000
  await generation.generate()
  expect(sent[0]?.key).toBe(sent[1]?.key)
  expect(sent[2]?.key).not.toBe(sent[1]?.key)
})

it('sends a new key for a changed draft', async () => {
  const { draft } = useComposer()
  draft.prompt = 'a lake'
  answer = () => HttpResponse.error()
  await generation.generate()
  draft.prompt = 'a lake at night'
  await generation.generate()
  expect(sent[0]?.key).not.toBe(sent[1]?.key)
})

it('sends nothing when there is nothing to draw, and forgets its complaint when somebody types', async () => {
  expect(await generation.generate()).toBe(false)
  expect(generation.refusal.value).toBe('nothing')
  useComposer().draft.prompt = 'a'
  await nextTick()
  expect(generation.refusal.value).toBeNull()
  expect(sent).toHaveLength(0)
})

it('sends pictures without words, in their order, and only in image + text mode', async () => {
  const composer = useComposer()
  for (const id of ['upload:a', 'gallery:b']) composer.addReference({ id, thumbnail: '', name: '' })
  await generation.generate()
  expect(sent[0]?.body).toEqual({ configId: 'c', prompt: '', images: ['upload:a', 'gallery:b'] })
  Object.assign(composer.draft, { mode: 'text', prompt: 'a lake' })
  await generation.generate()
  expect(sent[1]?.body).toEqual({ configId: 'c', prompt: 'a lake' })
})

it('refuses more pictures than the model takes, and too long a prompt', async () => {
  const composer = useComposer()
  for (const id of ['1', '2', '3', '4'])
    composer.addReference({ id: `upload:${id}`, thumbnail: '', name: '' })
  await generation.generate()
  expect(generation.refusal.value).toBe('tooMany')
  composer.draft.prompt = 'x'.repeat(32_001)
  await generation.generate()
  expect(generation.refusal.value).toBe('tooLong')
  expect(sent).toHaveLength(0)
})

it('asks for as many pictures as the model needs, and for no longer prompt than it takes', async () => {
  can = capable({ references: { ...can.references, min: 1 }, promptMax: 10 })
  await begin()
  const composer = useComposer()
  composer.draft.prompt = 'a lake'
  expect(generation.mode.value).toBe('image')
  await generation.generate()
  expect(generation.refusal.value).toBe('tooFew')
  composer.draft.prompt = 'a lake at dawn'
  await generation.generate()
  expect(generation.refusal.value).toBe('tooLong')
  composer.draft.prompt = 'a lake'
  composer.addReference({ id: 'upload:a', thumbnail: '', name: '' })
  expect(await generation.generate()).toBe(true)
})

it('tells a full queue', async () => {
  useComposer().draft.prompt = 'a lake'
  answer = () =>
    HttpResponse.json({ code: 'queue_full', message: 'The queue is full', status: 429 }, { status: 429 })
  await generation.generate()
  expect(generation.failure.value).toMatchObject({ status: 429, message: 'The queue is full' })
})

it('puts the sentences of the server to their fields', () => {
  const errors = [
    { field: 'size', message: 'must be a multiple of 16' },
    { field: 'images[2]', message: 'too large' },
    { field: 'unknown', message: '?' },
  ]
  const problem = { errors } as unknown as ApiFailure['problem']
  const failure = new ApiFailure(400, 'invalid_request', '', undefined, problem)
  expect(fieldErrorsOf(failure, FIELDS)).toEqual({ size: 'must be a multiple of 16', images: 'too large' })
})
