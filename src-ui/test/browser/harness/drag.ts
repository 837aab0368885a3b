import { setTimeout as pause } from 'node:timers/promises'
import type { Locator } from 'playwright-core'
import type { Studio } from './studio'

/** Longer than the press by which a finger takes a thing that can also be scrolled. */
const LONG_PRESS_MS = 500
const STEPS = 12

/** Drags by the mouse, or on a phone by a finger, from the middle of one thing to the middle of another. */
export async function drag(
  { page, look }: Studio,
  from: Locator,
  to: Locator,
  before: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  // What sorts is loaded once there is something to sort.
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => /sortable/.test(name)),
  )
  await pause(200)
  const [start, end] = [await middle(from), await middle(to)]
  const at = (step: number) => ({
    x: start.x + ((end.x - start.x) * step) / STEPS,
    y: start.y + ((end.y - start.y) * step) / STEPS,
  })
  const touch = await page.context().newCDPSession(page)
  const finger = (type: 'touchStart' | 'touchMove', step: number) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: [at(step)] })
  if (look.size === 'phone') {
    await finger('touchStart', 0)
    await pause(LONG_PRESS_MS)
    for (let step = 1; step <= STEPS; step++) await finger('touchMove', step).then(() => pause(20))
    await before()
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  } else {
    await page.mouse.move(start.x, start.y)
    await page.mouse.down()
    for (let step = 1; step <= STEPS; step++) {
      await page.mouse.move(at(step).x, at(step).y)
      await pause(20)
    }
    await before()
    await page.mouse.up()
  }
}

async function middle(thing: Locator): Promise<{ x: number; y: number }> {
  const box = await thing.boundingBox()
  if (!box) throw new Error('It is not to be seen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
