import { describe, expect, it } from 'vitest'
import { bodySizes, heldBack, judgeClock, judgeEvents, judgeSilence, type Tick } from './measures'

const MEGA = 1024 * 1024
/** Twelve events, four a second, that arrive as the function says. */
const ticks = (arrival: (sent: number) => number): Tick[] =>
  Array.from({ length: 12 }, (_, index) => 1_000_000 + index * 250).map((sent) => ({
    sent,
    arrived: arrival(sent),
  }))

describe('events', () => {
  it('that come as they are sent are live, however far the clocks and the server are', () => {
    expect(
      judgeEvents(
        ticks((sent) => sent + 86_400_000 + (sent % 3) * 60),
        12,
      ).state,
    ).toBe('ok')
  })

  it('that all come at the end were held back', () => {
    const held = ticks(() => 1_004_000)
    expect(heldBack(held)).toBe(2_750)
    expect(judgeEvents(held, 12)).toMatchObject({
      state: 'fail',
      values: { seconds: '2.8' },
      about: 'buffering',
    })
  })

  it('that come in bunches were held back', () => {
    expect(
      judgeEvents(
        ticks((sent) => Math.ceil(sent / 1_000) * 1_000),
        12,
      ).words,
    ).toBe('eventsHeld')
  })

  it('that do not come at all are lost', () => {
    expect(judgeEvents([], 12).words).toBe('eventsLost')
    expect(judgeEvents(ticks((sent) => sent).slice(0, 5), 12).words).toBe('eventsLost')
  })
})

it('tells clocks that are minutes apart', () => {
  expect(judgeClock(1_000_000, 1_030_000).state).toBe('ok')
  expect(judgeClock(1_000_000, 1_300_000)).toMatchObject({ state: 'warn', values: { n: 5 } })
})

it('tries bodies up to what the server takes and not beyond', () => {
  expect(bodySizes(64 * MEGA).at(-1)).toBe(64 * MEGA)
  expect(bodySizes(4 * MEGA)).toEqual([MEGA - 1024, 2 * MEGA - 1024, 4 * MEGA])
  expect(bodySizes(512 * 1024)).toEqual([512 * 1024])
})

it('says after how long a silent call was cut off', () => {
  expect(judgeSilence(90, 90).state).toBe('ok')
  expect(judgeSilence(60.2, 90)).toMatchObject({ state: 'warn', values: { seconds: 60 }, about: 'silence' })
})
