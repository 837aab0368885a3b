import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { useSession } from '@/shared/session'
import { dataOf, openStream, REST_AFTER_MS, SILENCE_MS, type StreamEvent } from './eventStream'

const encoder = new TextEncoder()
const requests: Request[] = []
/** What the server does with the next connections; the last one repeats. */
let answers: ((request: Request) => Response)[] = []
let line: ReadableStreamDefaultController<Uint8Array>
let close: (() => void) | undefined

const server = setupServer(
  http.get('*/events', ({ request }) => {
    requests.push(request)
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (!answer) throw new Error('no answer is scripted')
    return answer(request)
  }),
)

const open = () =>
  new HttpResponse(
    new ReadableStream<Uint8Array>({
      start(controller) {
        line = controller
      },
    }),
    { headers: { 'Content-Type': 'text/event-stream' } },
  )
const send = (text: string) => line.enqueue(encoder.encode(text))
/** What was sent has been read; a comment leaves no other trace. */
const arrival = () => new Promise((resolve) => setImmediate(resolve))
const see = (state: DocumentVisibilityState) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  document.dispatchEvent(new Event('visibilitychange'))
}

function follow(more: Partial<Parameters<typeof openStream>[1]> = {}) {
  const events: StreamEvent[] = []
  const onOpen = vi.fn()
  const onLost = vi.fn()
  const onEnd = vi.fn()
  const onEvent = (event: StreamEvent) => void events.push(event)
  close = openStream('/api/test/events', { onOpen, onLost, onEnd, onEvent, ...more }).close
  return { events, onOpen, onLost, onEnd }
}

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterAll(() => server.close())
beforeEach(() => {
  requests.length = 0
  answers = [open]
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})
afterEach(() => {
  close?.()
  vi.useRealTimers()
  useSession().end()
})

it('hands on events with name, id and data, and asks with the token', async () => {
  useSession().begin('t1')
  const { events, onOpen } = follow()
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalledOnce())
  send('id: 7\nevent: status\ndata: {"a":1}\n\n: ping\n\ndata: x\n\n')
  await vi.waitFor(() => expect(events).toHaveLength(2))
  expect(events).toEqual([
    { name: 'status', id: '7', data: '{"a":1}' },
    { name: 'message', id: undefined, data: 'x' },
  ])
  expect(requests[0]?.headers.get('Authorization')).toBe('Bearer t1')
})

it('comes back with growing pauses and with the last event it has seen', async () => {
  const { events, onOpen, onLost } = follow()
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalledOnce())
  send('id: 7\ndata: x\n\n')
  await vi.waitFor(() => expect(events).toHaveLength(1))
  answers = [() => HttpResponse.error(), () => new HttpResponse(null, { status: 502 }), open]
  line.close()
  await vi.waitFor(() => expect(onLost).toHaveBeenLastCalledWith(500))
  await vi.advanceTimersByTimeAsync(500)
  await vi.waitFor(() => expect(onLost).toHaveBeenLastCalledWith(1000))
  await vi.advanceTimersByTimeAsync(1000)
  await vi.waitFor(() => expect(onLost).toHaveBeenLastCalledWith(2000))
  await vi.advanceTimersByTimeAsync(2000)
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalledTimes(2))
  expect(requests.map((request) => request.headers.get('Last-Event-ID'))).toEqual([null, '7', '7', '7'])
})

it('begins anew with short pauses once a connection has held', async () => {
  answers = [() => HttpResponse.error(), open]
  const { onOpen, onLost } = follow()
  await vi.waitFor(() => expect(onLost).toHaveBeenLastCalledWith(500))
  await vi.advanceTimersByTimeAsync(500)
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalledOnce())
  await vi.advanceTimersByTimeAsync(6_000)
  line.close()
  await vi.waitFor(() => expect(onLost).toHaveBeenCalledTimes(2))
  expect(onLost).toHaveBeenLastCalledWith(500)
})

it('takes a silent connection for a dead one, and a ping for a sign of life', async () => {
  const { onOpen, onLost } = follow()
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalledOnce())
  await vi.advanceTimersByTimeAsync(SILENCE_MS - 1_000)
  send(': ping\n\n')
  await arrival()
  await vi.advanceTimersByTimeAsync(SILENCE_MS - 1_000)
  expect(onLost).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1_000)
  await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce())
})

it('does not ask again when nothing can follow', async () => {
  answers = [() => new HttpResponse(null, { status: 204 })]
  const { onEnd, onLost } = follow()
  await vi.waitFor(() => expect(onEnd).toHaveBeenCalledOnce())
  await vi.advanceTimersByTimeAsync(120_000)
  expect(requests).toHaveLength(1)
  expect(onLost).not.toHaveBeenCalled()
})

it('ends the session that the server no longer knows', async () => {
  useSession().begin('old')
  answers = [() => new HttpResponse(null, { status: 401 })]
  const { onEnd } = follow()
  await vi.waitFor(() => expect(onEnd).toHaveBeenCalledOnce())
  expect(useSession().signedIn).toBe(false)
})

it('tries at once when the network is back', async () => {
  answers = [() => HttpResponse.error(), open]
  const { onOpen, onLost } = follow()
  await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce())
  window.dispatchEvent(new Event('online'))
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalledOnce())
})

it('does not wait for silence when the browser says that the network is gone', async () => {
  const { onOpen, onLost } = follow()
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalledOnce())
  window.dispatchEvent(new Event('offline'))
  await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce())
})

it('lets go of a connection that a hidden page does not need, and comes back with the page', async () => {
  const { onOpen, onLost } = follow({ keepWhileHidden: () => false })
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalledOnce())
  see('hidden')
  await vi.advanceTimersByTimeAsync(REST_AFTER_MS)
  await vi.waitFor(() => expect(requests[0]?.signal.aborted).toBe(true))
  await vi.advanceTimersByTimeAsync(120_000)
  expect(requests).toHaveLength(1)
  expect(onLost).not.toHaveBeenCalled()
  see('visible')
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalledTimes(2))
})

it('keeps a connection that is needed until the event after which it is not', async () => {
  let needed = true
  const { events, onOpen } = follow({ keepWhileHidden: () => needed })
  await vi.waitFor(() => expect(onOpen).toHaveBeenCalledOnce())
  see('hidden')
  await vi.advanceTimersByTimeAsync(REST_AFTER_MS)
  expect(requests[0]?.signal.aborted).toBe(false)
  needed = false
  send('data: end\n\n')
  await vi.waitFor(() => expect(events).toHaveLength(1))
  await vi.advanceTimersByTimeAsync(REST_AFTER_MS)
  await vi.waitFor(() => expect(requests[0]?.signal.aborted).toBe(true))
})

it('reads the data of an event, and nothing from what is no JSON', () => {
  expect(dataOf({ name: 'log', data: '{"a":1}' })).toEqual({ a: 1 })
  expect(dataOf({ name: 'log', data: '{"a":' })).toBeUndefined()
})
