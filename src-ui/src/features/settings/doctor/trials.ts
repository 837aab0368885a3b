import { serverPath } from '@/shared/address'
import { api } from '@/shared/api/client'
import { dataOf, openStream } from '@/shared/live/eventStream'
import { callHeaders, useSession } from '@/shared/session'
import { bodySizes, judgeEvents, judgeSilence, type Measured, type Tick } from './measures'

const STREAM_SECONDS = 3
const TICKS = STREAM_SECONDS * 4
const PATIENCE_MS = 12_000
const SILENCE_SECONDS = 90

/** Follows a stream of stamped events for three seconds. */
export function measureEvents(): Promise<Measured> {
  return new Promise((resolve) => {
    const ticks: Tick[] = []
    const stream = openStream(`/api/doctor/events?seconds=${STREAM_SECONDS}`, {
      onEvent: (event) => {
        const tick = dataOf<{ sentAt: string }>(event)
        if (tick) ticks.push({ sent: Date.parse(tick.sentAt), arrived: Date.now() })
        if (ticks.length >= TICKS) finish()
      },
      onLost: finish,
      onEnd: finish,
    })
    const timer = setTimeout(finish, PATIENCE_MS)
    function finish(): void {
      clearTimeout(timer)
      stream.close()
      resolve(judgeEvents(ticks, TICKS))
    }
  })
}

/** Sends bodies of growing size until one does not come through; `format` writes a size for people. */
export async function measureBody(most: number, format: (bytes: number) => string): Promise<Measured> {
  for (const size of bodySizes(most)) {
    const status = await send(size)
    if (status === 200) continue
    const values = { size: format(size), status }
    return status === 429 || status === 401
      ? { state: 'warn', words: 'bodyUnknown', values }
      : { state: 'fail', words: status === 0 ? 'bodyBroken' : 'bodyRefused', values, about: 'body' }
  }
  return { state: 'ok', words: 'bodyPassed', values: { size: format(most) } }
}

/** The status of the answer; 0 when the connection broke. */
async function send(size: number): Promise<number> {
  const { token } = useSession()
  const headers = { ...callHeaders(), 'Content-Type': 'application/octet-stream' }
  try {
    const body = new Blob([new Uint8Array(size)])
    const answer = await fetch(serverPath('/api/doctor/echo'), { method: 'POST', headers, body })
    if (answer.status === 401) useSession().end(token)
    return answer.status
  } catch {
    return 0
  }
}

/** Waits for an answer that is silent for a minute and a half. */
export async function measureSilence(signal: AbortSignal): Promise<Measured> {
  const begin = performance.now()
  let whole = false
  try {
    const query = { seconds: SILENCE_SECONDS }
    const { response } = await api.GET('/api/doctor/wait', { params: { query }, signal })
    whole = response.ok
  } catch (failure) {
    if (signal.aborted) throw failure
  }
  const seconds = (performance.now() - begin) / 1000
  return judgeSilence(whole ? SILENCE_SECONDS : Math.min(seconds, SILENCE_SECONDS - 1), SILENCE_SECONDS)
}
