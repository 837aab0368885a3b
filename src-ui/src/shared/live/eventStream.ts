import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { serverPath } from '@/shared/address'
import { callHeaders, useSession } from '@/shared/session'

export interface StreamEvent {
  name: string
  id?: string
  data: string
}

export interface StreamHandlers {
  /** The server answered and events can come. */
  onOpen?: () => void
  onEvent: (event: StreamEvent) => void
  /** The stream broke or could not be opened; the next try is after `retryInMs`. */
  onLost?: (retryInMs: number) => void
  /** The server has no more events: it will not be asked again. */
  onEnd?: () => void
  /**
   * Whether the stream is worth its connection while nobody sees the page; when absent it always is. A browser has six
   * connections for a host over HTTP/1.1, and tabs that are forgotten would use them up.
   */
  keepWhileHidden?: () => boolean
}

/** Twice the server's heartbeat of 15 s and a little: a stream that is silent for longer is dead. */
export const SILENCE_MS = 40_000
/** How long a hidden page keeps a stream that it does not need: looking away for a moment costs nothing. */
export const REST_AFTER_MS = 10_000
/** A connection that held for so long was a good one; pauses begin anew after it. */
const STEADY_MS = 5_000
const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 30_000

/** The JSON of an event; undefined when it is none, which must not end the stream. */
export function dataOf<T>(event: StreamEvent): T | undefined {
  try {
    return JSON.parse(event.data) as T
  } catch {
    return undefined
  }
}

/**
 * Follows a server's event stream and comes back by itself: with growing pauses, with `Last-Event-ID`, and at once when the
 * network or the page returns. Fetch instead of EventSource, because that can neither send the token, nor tell a 401, nor
 * notice a dead connection by its silence.
 */
export function openStream(path: `/${string}`, handlers: StreamHandlers): { close: () => void } {
  let closed = false
  let lastEventId: string | undefined
  let failures = 0
  let attempt: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let resting = false
  let restTimer: ReturnType<typeof setTimeout> | undefined

  async function run(): Promise<void> {
    const controller = new AbortController()
    attempt = controller
    let silence = setTimeout(() => controller.abort(), SILENCE_MS)
    let opened = Number.POSITIVE_INFINITY
    try {
      const { token } = useSession()
      const headers: Record<string, string> = { Accept: 'text/event-stream', ...callHeaders() }
      if (lastEventId !== undefined) headers['Last-Event-ID'] = lastEventId
      const { signal } = controller
      const response = await fetch(serverPath(path), { headers, signal, cache: 'no-store' })
      if (response.status === 204) return finish()
      if (response.status === 401) {
        useSession().end(token)
        return finish()
      }
      if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`)
      opened = Date.now()
      handlers.onOpen?.()
      const parser = createParser({ onEvent: deliver })
      const text = response.body.pipeThrough(new TextDecoderStream(), { signal })
      const reader = text.getReader()
      for (;;) {
        const { done, value } = await reader.read()
        clearTimeout(silence)
        if (done) break
        silence = setTimeout(() => controller.abort(), SILENCE_MS)
        parser.feed(value)
      }
    } catch {
      // Whatever broke it, the cure is the same: try again later.
    } finally {
      clearTimeout(silence)
    }
    if (Date.now() - opened >= STEADY_MS) failures = 0
    if (!closed && attempt === controller) again()
  }

  function deliver(message: EventSourceMessage): void {
    if (closed) return
    if (message.id !== undefined) lastEventId = message.id
    handlers.onEvent({ name: message.event ?? 'message', id: message.id, data: message.data })
    restSoon()
  }

  function again(): void {
    const pause = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures) * (0.75 + Math.random() / 2)
    failures = Math.min(failures + 1, 10)
    handlers.onLost?.(pause)
    timer = setTimeout(() => {
      timer = undefined
      void run()
    }, pause)
  }

  /** The network or the page is back: no need to wait any longer. */
  function hurry(): void {
    if (closed || timer === undefined || document.visibilityState === 'hidden') return
    clearTimeout(timer)
    timer = undefined
    failures = 0
    void run()
  }

  function restSoon(): void {
    if (document.visibilityState !== 'hidden' || handlers.keepWhileHidden?.() !== false) return
    restTimer ??= setTimeout(rest, REST_AFTER_MS)
  }

  /** Lets go of the connection until the page is seen again, unless something has begun that is worth it. */
  function rest(): void {
    restTimer = undefined
    if (closed || document.visibilityState !== 'hidden' || handlers.keepWhileHidden?.() !== false) return
    resting = true
    clearTimeout(timer)
    timer = undefined
    attempt?.abort()
    attempt = undefined
  }

  function onVisibility(): void {
    if (document.visibilityState === 'hidden') return restSoon()
    clearTimeout(restTimer)
    restTimer = undefined
    if (!resting) return hurry()
    resting = false
    failures = 0
    void run()
  }

  /** A connection that the network left behind would only be noticed by its silence. */
  function doubt(): void {
    attempt?.abort()
  }

  function finish(): void {
    close()
    handlers.onEnd?.()
  }

  function close(): void {
    closed = true
    clearTimeout(timer)
    clearTimeout(restTimer)
    attempt?.abort()
    window.removeEventListener('online', hurry)
    window.removeEventListener('offline', doubt)
    document.removeEventListener('visibilitychange', onVisibility)
  }

  window.addEventListener('online', hurry)
  window.addEventListener('offline', doubt)
  document.addEventListener('visibilitychange', onVisibility)
  void run()
  return { close }
}
