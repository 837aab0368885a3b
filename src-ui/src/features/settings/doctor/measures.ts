import type { CheckState } from '@/shared/api/types'

/** What was measured: how bad it is, and what it was, in words that `settings.doctor.measured` has. */
export interface Measured {
  state: CheckState
  /** Key below `settings.doctor.measured`. */
  words: string
  values?: Record<string, string | number>
  /** What a proxy must be told about. */
  about?: Trouble
}

export type Trouble = 'buffering' | 'body' | 'silence' | 'forwarding'

export interface Tick {
  /** The server's clock, ms. */
  sent: number
  /** This browser's clock, ms. */
  arrived: number
}

/** An event that is later than the quickest one by this was held back by somebody. */
const HELD_BACK_MS = 700
/** Sign-ins and links with a time limit bear this much. */
const CLOCKS_APART_MS = 60_000

/** How much longer than the quickest event the slowest one took, ms. Clocks may differ: only differences are compared. */
export function heldBack(ticks: readonly Tick[]): number {
  const lags = ticks.map(({ sent, arrived }) => arrived - sent)
  return Math.max(...lags) - Math.min(...lags)
}

/** Events that were sent over seconds and arrive in bunches were held back by a proxy. */
export function judgeEvents(ticks: readonly Tick[], expected: number): Measured {
  if (ticks.length < expected) return { state: 'fail', words: 'eventsLost', about: 'buffering' }
  const held = heldBack(ticks)
  return held > HELD_BACK_MS
    ? {
        state: 'fail',
        words: 'eventsHeld',
        values: { seconds: (held / 1000).toFixed(1) },
        about: 'buffering',
      }
    : { state: 'ok', words: 'eventsLive' }
}

export function judgeClock(server: number, browser: number): Measured {
  const apart = Math.abs(server - browser)
  return apart > CLOCKS_APART_MS
    ? { state: 'warn', words: 'clockApart', values: { n: Math.round(apart / 60_000) } }
    : { state: 'ok', words: 'clockTogether' }
}

/** The sizes to try, growing to what the server itself takes, bytes. Common limits of proxies (1, 2, 10, 50 MB) lie between. */
export function bodySizes(most: number): number[] {
  const mega = 1024 * 1024
  const steps = [1, 2, 8, 10, 25, 50].map((size) => size * mega - 1024)
  return [...steps.filter((size) => size < most), most]
}

export function judgeSilence(seconds: number, asked: number): Measured {
  return seconds >= asked
    ? { state: 'ok', words: 'silenceKept', values: { seconds: asked } }
    : { state: 'warn', words: 'silenceCut', values: { seconds: Math.round(seconds) }, about: 'silence' }
}
