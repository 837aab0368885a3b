import type { Locator } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { axeFindings } from './harness/axe'
import { CreatePage } from './harness/create'
import { hang, png } from './harness/pictures'
import { smallTargets } from './harness/targets'
import type { Studio } from './harness/studio'
import { DESK, PHONE, site, type Look } from './harness/visit'

const studio = site('many-pictures')
const COUNT = 300
const PATIENCE = { timeout: 20_000 }

beforeAll(async () => {
  const client = await studio.server.client()
  await hang(client, COUNT, 'ware')
  await client('/api/gallery/ware-150', { method: 'PATCH', body: JSON.stringify({ favorite: true }) })
}, 300_000)

describe.each([DESK, PHONE])('choosing among three hundred pictures ($size, $language)', (look) => {
  it('keeps the order of the taps over scrolling, search and favourites, and comes back to what is chosen', async () => {
    const { visitor, create, open } = await opened(look)
    const { page } = visitor
    let picker = await open()
    await tick(picker, 'ware 2')
    await tick(picker, 'ware 0')
    expect(await placeOf(picker, 'ware 0')).toBe('2')

    // Only what is in sight is in the page, also at the end.
    const grid = picker.getByRole('grid')
    await grid.evaluate((element) => (element.scrollTop = element.scrollHeight))
    await tick(picker, `ware ${COUNT - 1}`)
    expect(await picker.getByRole('gridcell').count()).toBeLessThan(100)

    const search = visitor.field('gallery.search', picker)
    await search.fill('ware 77')
    await tick(picker, 'ware 77')
    await search.fill('')
    await visitor.button('gallery.favorites', picker).click()
    await expect.poll(() => picker.getByRole('gridcell').count(), PATIENCE).toBe(1)
    await cell(picker, 'ware 150').click()
    await visitor.button('gallery.favorites', picker).click()

    // A picture of this device comes beside them at once.
    await picker
      .locator('input[type=file]')
      .setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: png(64, 64, 1000) })
    await expect.poll(() => chosen(picker), PATIENCE).toBe(6)
    if (look.size === 'phone') expect(await smallTargets(page)).toEqual([])
    expect(await axeFindings(page)).toEqual([])
    await use(picker, many(visitor, 6))

    const row = async () =>
      create.references().evaluateAll((all) => all.map((one) => one.getAttribute('data-id') ?? ''))
    await expect.poll(async () => (await row())[0], PATIENCE).toMatch(/^upload:/)
    expect((await row()).slice(1)).toEqual(
      [2, 0, COUNT - 1, 77, 150].map((number) => `gallery:ware-${number}`),
    )

    // Coming back, all that is unticked leaves, and what is ticked again comes last.
    picker = await open()
    expect(await placeOf(picker, 'ware 2')).toBe('2')
    await cell(picker, 'ware 2').click()
    await cell(picker, 'ware 0').click()
    await cell(picker, 'ware 0').click()
    await tray(picker).nth(2).getByRole('button').click()
    await use(picker, many(visitor, 4))
    await expect
      .poll(async () => (await row()).slice(1), PATIENCE)
      .toEqual([COUNT - 1, 150, 0].map((number) => `gallery:ware-${number}`))

    // What was not confirmed changes nothing.
    picker = await open()
    await tick(picker, 'ware 1')
    await page.goBack()
    await picker.waitFor({ state: 'hidden' })
    expect(await row()).toHaveLength(4)
  })
})

it('is worked by the keyboard alone', async () => {
  const { visitor, create, open } = await opened(DESK)
  const picker = await open()
  const { page } = visitor
  await cell(picker, 'ware 0').focus()
  for (const key of ['ArrowRight', 'Space', 'ArrowRight', 'Space', 'Home', 'Space'])
    await page.keyboard.press(key)
  await expect.poll(() => chosen(picker), PATIENCE).toBe(3)
  const button = picker.getByRole('button', { name: many(visitor, 3) })
  await button.focus()
  await page.keyboard.press('Enter')
  await picker.waitFor({ state: 'hidden' })
  expect(
    await create.references().evaluateAll((all) => all.map((one) => one.getAttribute('data-id') ?? '')),
  ).toEqual([1, 2, 0].map((number) => `gallery:ware-${number}`))
})

describe('the dates at the side of three hundred pictures', () => {
  it('lead by the keyboard and by the mouse to any month', async () => {
    const { visitor, scrubber } = await gallery(DESK)
    const { page } = visitor
    const shown = (number: number) => page.getByRole('link', { name: `ware ${number}`, exact: true })
    await scrubber.focus()
    const months = (await scrubber.getAttribute('aria-valuemax')) ?? ''
    const at = () => scrubber.getAttribute('aria-valuenow')
    await page.keyboard.press('End')
    await expect.poll(at, PATIENCE).toBe(months)
    await page.keyboard.press('Home')
    await shown(0).waitFor()

    const box = await boxOf(scrubber)
    await page.mouse.move(box.x + box.width / 2, box.y + 4)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2, box.y + box.height, { steps: 5 })
    await page.mouse.up()
    await shown(COUNT - 1).waitFor()
    await expect.poll(at, PATIENCE).toBe(months)
  })

  it('show on a phone while one scrolls, and follow a finger', async () => {
    const { visitor, scrubber } = await gallery(PHONE)
    const { page } = visitor
    const track = await boxOf(scrubber)
    const touch = await page.context().newCDPSession(page)
    await page.evaluate(() => window.scrollBy(0, 300))
    const start = await boxOf(scrubber.locator('> div').last())
    const finger = (type: 'touchStart' | 'touchMove', y: number) =>
      touch.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: [{ x: start.x + start.width / 2, y }],
      })
    await finger('touchStart', start.y + start.height / 2)
    await finger('touchMove', track.y + track.height / 2)
    await finger('touchMove', track.y + track.height)
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await page.getByRole('link', { name: `ware ${COUNT - 1}`, exact: true }).waitFor()
  })
})

async function gallery(look: Look) {
  const visitor = await studio.revisit(look)
  await visitor.open('/gallery')
  const scrubber = visitor.page.getByRole('slider', { name: visitor.text('gallery.scrubber') })
  await scrubber.waitFor({ state: 'attached' })
  // The months are there when the server has counted the days.
  await expect
    .poll(async () => Number(await scrubber.getAttribute('aria-valuemax')), PATIENCE)
    .toBeGreaterThan(8)
  return { visitor, scrubber }
}

async function boxOf(thing: Locator) {
  const box = await thing.boundingBox()
  if (!box) throw new Error('It is not to be seen')
  return box
}

async function opened(look: Look) {
  const visitor = await studio.revisit(look)
  await visitor.open('/create')
  const create = new CreatePage(visitor)
  await create.expand()
  await create.choose('image')
  return {
    visitor,
    create,
    async open(): Promise<Locator> {
      await visitor.button('references.fromGallery', create.composer).click()
      const picker = visitor.page.getByRole('dialog', { name: visitor.text('gallery.pick') })
      await picker.getByRole('gridcell').first().waitFor()
      return picker
    },
  }
}

/** By its whole prompt, however many others begin with it. */
const cell = (picker: Locator, prompt: string) =>
  picker.getByRole('gridcell').locator(`button[title="${prompt}"]`)

async function tick(picker: Locator, prompt: string): Promise<void> {
  const before = await chosen(picker)
  await cell(picker, prompt).click()
  await expect.poll(() => chosen(picker), PATIENCE).toBe(before + 1)
}

/** How many pictures stand in the tray. */
const chosen = (picker: Locator) => tray(picker).count()

const tray = (picker: Locator) => picker.locator('ol').getByRole('listitem')

/** The button's text for so many. */
const many = (visitor: Studio, count: number) =>
  visitor.text('gallery.chooseMany', { n: count }).split(' | ').at(-1) ?? ''

const placeOf = (picker: Locator, prompt: string) =>
  picker
    .getByRole('gridcell')
    .filter({ has: picker.page().locator(`button[title="${prompt}"]`) })
    .locator('[data-deed=tick]')
    .textContent()
    .then((text) => text?.trim())

async function use(picker: Locator, label: string): Promise<void> {
  await picker.getByRole('button', { name: label, exact: true }).click()
  await picker.waitFor({ state: 'hidden' })
}
