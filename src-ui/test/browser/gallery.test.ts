import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeFindings } from './harness/axe'
import { paint, type Client } from './harness/tasks'
import type { Studio } from './harness/studio'
import { DESK, PHONE, site, type Look } from './harness/visit'

const studio = site('gallery')
const SHAPES = ['16:9', '1:1', '3:4', '9:16', '4:3', '3:2', '2:3', '16:9']

describe.each([DESK, PHONE])('the gallery on a $size', (look) => {
  it('shows pictures in their own shapes, and as squares of any size', async () => {
    const visitor = await opened(look)
    await expect.poll(async () => (await shapesOf(visitor.page)).some((shape) => shape > 1.5)).toBe(true)
    const row = await firstRow(visitor.page)
    expect(Math.abs(row.width - row.filled)).toBeLessThan(2)
    const squares = visitor.button('gallery.square')
    if (look.size === 'phone') await visitor.button('gallery.look').click()
    await squares.click()
    await expect
      .poll(async () => (await shapesOf(visitor.page)).every((shape) => Math.abs(shape - 1) < 0.02))
      .toBe(true)
    const before = (await firstRow(visitor.page)).height
    await visitor.page.getByRole('slider', { name: visitor.text('gallery.size') }).fill('1')
    await expect.poll(async () => (await firstRow(visitor.page)).height).toBeGreaterThan(before)
    await visitor.page.reload()
    await expect.poll(async () => (await firstRow(visitor.page)).height).toBeGreaterThan(before)
  })

  it('deletes all that match but one, and brings them back at once', async () => {
    const visitor = await opened(look, '/gallery?q=many')
    await visitor.button('gallery.select').click()
    await visitor.page.getByRole('button', { name: visitor.pattern('gallery.selectAll') }).click()
    await visitor.page.locator('[role=gridcell] [data-index="1"]').click()
    const bar = visitor.page.getByRole('toolbar', { name: visitor.text('gallery.selection') })
    await visitor.button('common.delete', bar).click()
    const sent = visitor.page.waitForRequest(/\/api\/gallery\/delete$/)
    await visitor.button('common.delete', visitor.page.getByRole('alertdialog')).click()
    const body = (await sent).postDataJSON() as { filter: { q: string; except: string[] } }
    expect([body.filter.q, body.filter.except.length]).toEqual(['many', 1])
    await expect.poll(() => visitor.page.getByRole('gridcell').count()).toBe(1)
    await visitor.button('common.undo').click()
    await expect.poll(() => visitor.page.getByRole('gridcell').count()).toBe(SHAPES.length)
  })

  it('shows in the trash what it was, brings one back and deletes another for good', async () => {
    const client = await studio.server.client()
    const prompts = [`to lose ${look.size}`, `to bring back ${look.size}`]
    for (const prompt of prompts) await paint(client, prompt)
    const { entries } = await list(client, look.size)
    await client('/api/gallery/delete', {
      method: 'POST',
      body: JSON.stringify({ ids: entries.map(({ id }) => id) }),
    })
    const visitor = await opened(look)
    await visitor.button('gallery.trash').click()
    const dialog = visitor.page.getByRole('dialog')
    const [lost, back] = prompts.map((prompt) => dialog.getByRole('checkbox', { name: prompt }))
    await back?.locator('img').evaluate((picture: HTMLImageElement) => picture.decode())
    await back?.click()
    await visitor.button('gallery.restore', dialog).click()
    await back?.waitFor({ state: 'hidden' })
    await lost?.click()
    await visitor.button('gallery.purge', dialog).click()
    await visitor.button('gallery.purge', visitor.page.getByRole('alertdialog')).click()
    await lost?.waitFor({ state: 'hidden' })
    expect((await list(client, look.size)).entries.map(({ prompt }) => prompt)).toEqual([prompts[1]])
    await visitor.page.goBack()
    await visitor.arriveAt('/gallery')
  })

  it('compares a picture with the one it came from, and Back leads to the picture', async () => {
    const client = await studio.server.client()
    await paint(client, `the first ${look.size}`)
    const [first] = (await list(client, 'the first')).entries
    await paint(client, `made of it ${look.size}`, { images: [`gallery:${first?.id}`] })
    const visitor = await opened(look)
    await visitor.page
      .getByRole('gridcell')
      .getByRole('link', { name: `made of it ${look.size}` })
      .click()
    const viewer = visitor.page.getByRole('dialog')
    await visitor.button('stage.more', viewer).click()
    await visitor.page.getByRole('menuitem', { name: visitor.text('viewer.compare') }).click()
    const compare = visitor.page.getByRole('group', { name: visitor.text('viewer.compare') })
    const before = compare.getByRole('img', { name: visitor.text('viewer.before') })
    await before.evaluate((picture: HTMLImageElement) => picture.decode())
    await visitor.field('viewer.compareEdge', compare).fill('20')
    expect(await before.evaluate((picture) => (picture as HTMLElement).style.clipPath)).toContain('80%')
    await visitor.button('viewer.sideBySide', compare).click()
    await compare.getByText(visitor.text('viewer.after'), { exact: true }).waitFor()
    await visitor.page.goBack()
    await compare.waitFor({ state: 'hidden' })
    await visitor.arriveAt(/^\/gallery\/.+/)
  })

  it('has no barriers in grid, viewer and trash', async () => {
    const visitor = await opened(look)
    expect(await axeFindings(visitor.page)).toEqual([])
    await visitor.page.getByRole('gridcell').first().click()
    await visitor.page.getByRole('group', { name: visitor.text('viewer.filmstrip') }).waitFor()
    expect(await axeFindings(visitor.page)).toEqual([])
  })
})

it('does by keys what the viewer can', async () => {
  const visitor = await opened(DESK, '/gallery?q=many')
  const { page } = visitor
  await page.getByRole('gridcell').first().click()
  await page.locator('[data-picture="0"]').waitFor()
  const marked = page.waitForResponse(/\/api\/gallery\/favorite$/)
  await page.keyboard.press('f')
  expect((await marked).ok()).toBe(true)
  const details = page.getByRole('complementary', { name: visitor.text('common.details') })
  await details.waitFor()
  await page.keyboard.press('i')
  await details.waitFor({ state: 'hidden' })
  const download = page.waitForEvent('download')
  await page.keyboard.press('d')
  expect((await download).suggestedFilename()).toMatch(/\.png$/)
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: visitor.text('viewer.keys') }).waitFor()
  await page.keyboard.press('Escape')
  await visitor.arriveAt(/^\/gallery\/.+/)
  await page.keyboard.press('e')
  await visitor.arriveAt('/create')
})

it('offers a picture as a file to whatever it is dragged to', async () => {
  const visitor = await opened(DESK)
  const address = await visitor.page
    .getByRole('gridcell')
    .getByRole('link')
    .first()
    .evaluate((link) => {
      const data = new DataTransfer()
      link.dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer: data }))
      return data.getData('DownloadURL')
    })
  expect(address).toMatch(/^image\/\w+:.+\.\w+:http:.+\/gallery\/.+/)
})

/** Somebody in a gallery with pictures of many shapes. */
async function opened(look: Look, route = '/gallery'): Promise<Studio> {
  const client = await studio.server.client()
  if ((await list(client, 'many')).entries.length === 0)
    await Promise.all(SHAPES.map((aspectRatio, at) => paint(client, `one of many ${at}`, { aspectRatio })))
  const visitor = await studio.revisit(look)
  await visitor.open(route)
  await visitor.page.getByRole('gridcell').first().waitFor()
  return visitor
}

async function list(client: Client, q: string): Promise<{ entries: { id: string; prompt: string }[] }> {
  const answer = await client(`/api/gallery?q=${encodeURIComponent(q)}`)
  return (await answer.json()) as { entries: { id: string; prompt: string }[] }
}

function shapesOf(page: Page): Promise<number[]> {
  return page
    .getByRole('gridcell')
    .evaluateAll((cells) => cells.map((cell) => cell.clientWidth / cell.clientHeight))
}

/** The first row of pictures: how wide it may be, how far its pictures reach, how high it is. */
function firstRow(page: Page): Promise<{ width: number; filled: number; height: number }> {
  return page
    .getByRole('gridcell')
    .first()
    .evaluate((cell) => {
      const row = cell.parentElement as HTMLElement
      const box = row.getBoundingClientRect()
      const last = row.lastElementChild as HTMLElement
      return {
        width: box.width,
        filled: last.getBoundingClientRect().right - box.left,
        height: box.height,
      }
    })
}
