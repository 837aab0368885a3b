import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CreatePage } from './harness/create'
import type { Studio } from './harness/studio'
import { paint } from './harness/tasks'
import { DESK, PHONE, site } from './harness/visit'

const studio = site('sharing')

interface Shared {
  files: { name: string; type: string; size: number }[]
}

describe.each([DESK, PHONE])('a picture ($size, $language)', (look) => {
  it('is copied as a PNG from its card, also where it is another kind', async () => {
    const prompt = `to copy ${look.size}`
    const visitor = await studio.revisit(look)
    const { page } = visitor
    const { origin } = new URL(studio.server.address)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin })
    await paint(await studio.server.client(), prompt, { model: 'sandbox-painter-jpeg' })
    await visitor.open('/create')
    const card = new CreatePage(visitor).card(prompt)
    await visitor.button('stage.more', card).click()
    await page.getByRole('menuitem', { name: visitor.text('stage.copyPicture') }).click()
    await page.getByText(visitor.text('stage.pictureCopied')).waitFor()
    expect(await pasted(page)).toEqual({ types: ['image/png'], width: 1024, height: 1024 })
  })

  it('says what to do instead where the browser copies no pictures', async () => {
    const visitor = await opened(look, 'not to copy')
    const { page } = visitor
    await page.evaluate(() => {
      navigator.clipboard.write = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
    })
    await choose(visitor, 'stage.copyPicture')
    await page.getByText(visitor.text('stage.pictureNotCopied')).waitFor()
  })

  it('goes as a file to the sheet for sharing, and closing that sheet is no failure', async () => {
    const visitor = await opened(look, 'to share')
    const { page } = visitor
    await share(visitor)
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { shared: Shared[] }).shared))
      .toEqual([
        { files: [{ name: expect.stringMatching(/\.png$/), type: 'image/png', size: expect.any(Number) }] },
      ])
    const failed = page.getByText(visitor.text('viewer.shareFailed'))
    await refuse(page, 'AbortError')
    await share(visitor)
    await page.waitForFunction(() => (window as unknown as { refused: number }).refused === 1)
    expect(await failed.count()).toBe(0)
    await refuse(page, 'NotAllowedError')
    await share(visitor)
    await failed.waitFor()
  })
})

/** The viewer with a picture, in a browser that can share files. */
async function opened(look: typeof DESK, prompt: string): Promise<Studio> {
  await paint(await studio.server.client(), `${prompt} ${look.size}`)
  const visitor = await studio.revisit(look)
  await visitor.page.addInitScript(() => {
    const shared: Shared[] = []
    Object.assign(window, { shared, refused: 0 })
    navigator.canShare = () => true
    navigator.share = async ({ files = [] } = {}) => {
      shared.push({ files: files.map(({ name, type, size }) => ({ name, type, size })) })
    }
  })
  await visitor.open('/create')
  await new CreatePage(visitor).picture(`${prompt} ${look.size}`).click()
  await visitor.arriveAt(/^\/create\/./)
  return visitor
}

async function choose(visitor: Studio, action: string): Promise<void> {
  await visitor.button('stage.more', visitor.page.getByRole('dialog')).click()
  await visitor.page.getByRole('menuitem', { name: visitor.text(action), exact: true }).click()
}

/** A phone has a button for it; elsewhere it is in the menu. */
async function share(visitor: Studio): Promise<void> {
  if (visitor.look.size === 'desktop') return choose(visitor, 'viewer.share')
  await visitor.button('viewer.share').click()
}

/** From now on the sheet ends in that way. */
async function refuse(page: Page, name: string): Promise<void> {
  await page.evaluate((reason) => {
    navigator.share = () => {
      ;(window as unknown as { refused: number }).refused++
      return Promise.reject(new DOMException('no', reason))
    }
  }, name)
}

/** What another program would get. */
function pasted(page: Page): Promise<{ types: readonly string[]; width: number; height: number }> {
  return page.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    if (!item) throw new Error('the clipboard is empty')
    const { width, height } = await createImageBitmap(await item.getType('image/png'))
    return { types: item.types, width, height }
  })
}
