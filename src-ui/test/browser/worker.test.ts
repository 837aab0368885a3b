import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CreatePage } from './harness/create'
import { DESK, PHONE, site } from './harness/visit'

const studio = site('worker')
const LOOKS = [
  { ...DESK, worker: true },
  { ...PHONE, worker: true },
]

describe.each(LOOKS)('the page with its worker ($size)', (look) => {
  it('opens without a network, keeps what is typed, and goes on by itself', async () => {
    const visitor = await studio.visit(look)
    visitor.complaints.expect(/request failed|ERR_INTERNET_DISCONNECTED|answer 50\d/)
    await visitor.enter('/create')
    await controlled(visitor.page)
    const { prompt } = new CreatePage(visitor)
    await prompt.fill('typed on a train')
    await visitor.page.context().setOffline(true)
    const bar = visitor.page.getByText(visitor.text('connection.device'))
    await bar.waitFor({ timeout: 30_000 })
    await visitor.page.reload()
    await expect.poll(() => prompt.inputValue(), { timeout: 20_000 }).toBe('typed on a train')
    await bar.waitFor({ timeout: 30_000 })
    await visitor.navigation.getByRole('link', { name: visitor.text('nav.settings') }).click()
    await visitor.heading('nav.settings').waitFor()
    await visitor.page.context().setOffline(false)
    await bar.waitFor({ state: 'hidden', timeout: 60_000 })
  })

  it('keeps the files of the page and nothing else, and nothing at all after signing out', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter('/gallery')
    await controlled(visitor.page)
    const kept = await cached(visitor.page)
    expect(kept.length).toBeGreaterThan(10)
    for (const path of kept) expect(path).toMatch(/^\/webui\/($|assets\/|[a-z.0-9-]+$)/)
    await visitor.open(look.size === 'phone' ? '/settings/about' : '/gallery')
    await visitor.button('signIn.out').first().click()
    await visitor.arriveAt('/sign-in')
    await expect.poll(() => cached(visitor.page)).toEqual([])
    expect(
      await visitor.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length),
    ).toBe(0)
  })

  it('shows what the server tells while the page is closed, and not while it is in sight', async () => {
    const visitor = await studio.visit(look)
    const { page } = visitor
    await page.context().grantPermissions(['notifications'])
    await visitor.enter('/gallery')
    await controlled(page)
    // The browser plays the push service; it does so from a tab that is not the page's.
    const other = await page.context().newPage()
    const browser = await page.context().newCDPSession(other)
    const registrations = new Promise<string>((resolve) =>
      browser.on('ServiceWorker.workerRegistrationUpdated', (event) => {
        const [found] = event.registrations
        if (found) resolve(found.registrationId)
      }),
    )
    await browser.send('ServiceWorker.enable')
    const registrationId = await registrations
    const push = (tag: string) =>
      browser.send('ServiceWorker.deliverPushMessage', {
        origin: studio.server.address,
        registrationId,
        data: JSON.stringify({ title: 'Ready', body: null, tag, path: `tasks/${tag}` }),
      })
    await push('seen')
    await page.close()
    await push('unseen')
    await other.goto('/webui/gallery')
    const shown = () =>
      other.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready
        return (await registration.getNotifications()).map(({ tag }) => tag)
      })
    await expect.poll(shown).toEqual(['unseen'])
  })
})

/** The worker is there and has all files. */
async function controlled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', undefined, {
    timeout: 30_000,
  })
}

/** The paths of everything that the page's caches hold. */
function cached(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names = await caches.keys()
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return all.flat().map(({ url }) => new URL(url).pathname)
  })
}
