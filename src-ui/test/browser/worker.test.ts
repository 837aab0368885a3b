import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CreatePage } from './harness/create'
import { send } from './harness/tasks'
import type { Studio } from './harness/studio'
import { DESK, PHONE, site } from './harness/visit'
import { controlled, turn } from './harness/worker'

const studio = site('worker')
const PATIENCE = { timeout: 20_000 }
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
    await expect.poll(() => cached(visitor.page), PATIENCE).toEqual([])
    expect(
      await visitor.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length),
    ).toBe(0)
  })

  it('shows what the server tells while the page is closed, and not while it is in sight', async () => {
    const visitor = await studio.visit(look)
    const { page } = visitor
    const { other, push } = await notified(visitor)
    await push({ title: 'Seen', tag: 'seen' })
    await page.close()
    await push({ title: 'Your picture is ready', tag: 'tasks', path: 'tasks/1' })
    await push({ title: '2 pictures are ready', tag: 'tasks', path: 'create', alert: false })
    await other.goto('/webui/gallery')
    await expect.poll(() => notifications(other), PATIENCE).toEqual(['2 pictures are ready'])
  })

  it('shows what the server tells also while the page has no network', async () => {
    const visitor = await studio.visit(look)
    visitor.complaints.expect(/request failed|ERR_INTERNET_DISCONNECTED|answer 50\d/)
    const { page } = visitor
    const { other, push } = await notified(visitor)
    await page.close()
    await page.context().setOffline(true)
    await push({ title: 'Your picture is ready', tag: 'tasks', path: 'tasks/1' })
    await other.goto('/webui/gallery')
    await expect.poll(() => notifications(other), PATIENCE).toEqual(['Your picture is ready'])
  })

  it('tells what ended while it was hidden in one notification, which goes when somebody looks', async () => {
    const visitor = await studio.visit(look)
    const { page } = visitor
    await page.context().grantPermissions(['notifications'])
    // The page itself tells where it has no push service, as here.
    visitor.complaints.expect(/Push API in incognito mode/)
    await page.addInitScript(() => localStorage.setItem('studio.notifications', 'true'))
    await visitor.enter('/create')
    await controlled(page)
    const client = await studio.server.client()
    const work = (paused: boolean) =>
      client('/api/tasks/queue', { method: 'PUT', body: JSON.stringify({ paused }) })
    await work(true)
    for (const prompt of ['a lake', 'a hill', '[refuse] a fish']) await send(client, prompt)
    await expect.poll(() => page.title(), PATIENCE).toMatch(/^\(3\)/)
    await turn(page, 'hidden')
    await work(false)
    const title = visitor.text('tasks.notification.mixed', {
      ready: visitor.text('tasks.notification.ready').split(' | ').at(-1)?.replace('{n}', '2') ?? '',
      failed: 1,
    })
    await expect.poll(() => notifications(page), PATIENCE).toEqual([title])
    await turn(page, 'visible')
    await expect.poll(() => notifications(page), PATIENCE).toEqual([])
  })
})

/** Enters with a page that may show notifications, and another tab that plays the push service. */
async function notified(visitor: Studio) {
  const { page } = visitor
  await page.context().grantPermissions(['notifications'])
  await visitor.enter('/gallery')
  await controlled(page)
  const other = await page.context().newPage()
  return { other, push: await pushService(other) }
}

/** The browser plays the push service; it does so from a tab that is not the page's. */
async function pushService(tab: Page): Promise<(notice: Record<string, unknown>) => Promise<void>> {
  const browser = await tab.context().newCDPSession(tab)
  const registrations = new Promise<string>((resolve) =>
    browser.on('ServiceWorker.workerRegistrationUpdated', (event) => {
      const [found] = event.registrations
      if (found) resolve(found.registrationId)
    }),
  )
  await browser.send('ServiceWorker.enable')
  const registrationId = await registrations
  return async (notice) => {
    const data = JSON.stringify({ body: null, ...notice })
    const origin = studio.server.address
    await browser.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })
  }
}

/** The titles of what is shown. */
function notifications(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    return (await registration.getNotifications()).map(({ title }) => title)
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
