import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { paint } from './harness/tasks'
import type { Studio } from './harness/studio'
import { DESK, PHONE, site, type Look } from './harness/visit'

const studio = site('viewer')
const PROMPTS = ['first of three', 'second of three', 'third of three']

describe('the viewer on a phone', () => {
  it('leafs by swiping, keeps its place over a reload, and Back leads to the gallery', async () => {
    const visitor = await opened(PHONE)
    await swipe(visitor.page, { x: -200, y: 0 })
    await shows(visitor, 'second of three')
    await visitor.page.reload()
    await shows(visitor, 'second of three')
    await swipe(visitor.page, { x: 200, y: 0 })
    await shows(visitor, 'third of three')
    await visitor.page.goBack()
    await visitor.arriveAt('/gallery')
  })

  it('zooms by a double tap and by two fingers, and moves what is zoomed instead of leafing', async () => {
    const visitor = await opened(PHONE)
    await visitor.page.touchscreen.tap(180, 370)
    await visitor.page.touchscreen.tap(180, 370)
    await expect.poll(() => scale(visitor.page)).toBeGreaterThan(1)
    await swipe(visitor.page, { x: -120, y: 0 })
    await shows(visitor, 'third of three')
    await visitor.page.touchscreen.tap(180, 370)
    await visitor.page.touchscreen.tap(180, 370)
    await expect.poll(() => scale(visitor.page)).toBe(1)
    await pinch(visitor.page, 40, 140)
    await expect.poll(() => scale(visitor.page)).toBeGreaterThan(1)
  })

  it('closes by dragging the picture down', async () => {
    const visitor = await opened(PHONE)
    await swipe(visitor.page, { x: 0, y: 250 })
    await visitor.arriveAt('/gallery')
  })

  it('hides what lies over the picture by a tap', async () => {
    const visitor = await opened(PHONE)
    const bar = visitor.page.getByRole('toolbar', { name: visitor.text('viewer.actions') })
    await visitor.page.touchscreen.tap(180, 370)
    await bar.waitFor({ state: 'hidden' })
    await visitor.page.touchscreen.tap(180, 370)
    await bar.waitFor()
  })
})

describe('the viewer on a desktop', () => {
  it('leafs, zooms and closes by keyboard, and gives the focus back', async () => {
    const visitor = await opened(DESK)
    await visitor.page.keyboard.press('ArrowRight')
    await shows(visitor, 'second of three')
    await visitor.page.keyboard.press('+')
    await expect.poll(() => scale(visitor.page)).toBeGreaterThan(1)
    await visitor.page.keyboard.press('0')
    await expect.poll(() => scale(visitor.page)).toBe(1)
    await visitor.page.keyboard.press('Escape')
    await visitor.arriveAt('/gallery')
    await expect
      .poll(() => visitor.page.evaluate(() => document.activeElement?.closest('[role=gridcell]') !== null))
      .toBe(true)
  })

  it('zooms by the wheel where the pointer is', async () => {
    const visitor = await opened(DESK)
    await visitor.page.mouse.move(300, 400)
    await visitor.page.mouse.wheel(0, -400)
    await expect.poll(() => scale(visitor.page)).toBeGreaterThan(1)
  })

  it('takes a deletion back by Ctrl+Z', async () => {
    const visitor = await opened(DESK)
    await visitor.page.keyboard.press('Delete')
    await shows(visitor, 'second of three')
    await visitor.button('common.undo').waitFor()
    const restored = visitor.page.waitForResponse(/\/api\/gallery\/restore$/)
    await visitor.page.keyboard.press('Control+z')
    expect((await restored).ok()).toBe(true)
    await visitor.open('/gallery')
    await cell(visitor, 'third of three').waitFor()
  })
})

/** Somebody who has opened the newest of three pictures. */
async function opened(look: Look): Promise<Studio> {
  const client = await studio.server.client()
  const { total } = (await (await client('/api/gallery/facets')).json()) as { total: number }
  if (total === 0) for (const prompt of PROMPTS) await paint(client, prompt)
  const visitor = await studio.revisit(look)
  await visitor.open('/gallery')
  await cell(visitor, 'third of three').click()
  await shows(visitor, 'third of three')
  await visitor.page
    .locator('[data-picture="0"] img')
    .first()
    .evaluate((picture: HTMLImageElement) => picture.decode())
  return visitor
}

const cell = (visitor: Studio, prompt: string) =>
  visitor.page.getByRole('gridcell').getByRole('link', { name: prompt, exact: true })

async function shows({ page }: Studio, prompt: string): Promise<void> {
  await page.locator('[data-picture="0"]').getByRole('img', { name: prompt, exact: true }).waitFor()
}

function scale(page: Page): Promise<number> {
  return page
    .locator('[data-picture="0"]')
    .evaluate((picture) => new DOMMatrix((picture as HTMLElement).style.transform).a)
}

const CENTRE = { x: 180, y: 370 }

/** One finger from the middle of a phone's screen, in steps as a hand makes them. */
async function swipe(page: Page, way: { x: number; y: number }): Promise<void> {
  const touch = await page.context().newCDPSession(page)
  const at = (part: number) => [{ x: CENTRE.x + way.x * part, y: CENTRE.y + way.y * part }]
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) })
  for (let step = 1; step <= 10; step++) {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step / 10) })
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

/** Two fingers beside the middle, from one distance to another. */
async function pinch(page: Page, from: number, to: number): Promise<void> {
  const touch = await page.context().newCDPSession(page)
  const at = (distance: number) => [
    { x: CENTRE.x - distance, y: CENTRE.y, id: 0 },
    { x: CENTRE.x + distance, y: CENTRE.y, id: 1 },
  ]
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) })
  for (let step = 1; step <= 10; step++) {
    const touchPoints = at(from + ((to - from) * step) / 10)
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints })
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}
