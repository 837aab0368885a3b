import { describe, expect, it } from 'vitest'
import { send } from './harness/tasks'
import type { Place } from './harness/studio'
import { DESK, PHONE, site } from './harness/visit'

const studio = site('shell', { MAX_CONCURRENT_TASKS: '2' })

describe.each([DESK, PHONE])('the studio ($size, $language)', (look) => {
  it('leads to every place; Reload stays there and Back goes back', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter()
    const places: Place[] = ['gallery', 'tasks', 'templates', 'settings']
    for (const place of places) {
      await visitor.goTo(place)
      await visitor.page.reload()
      await visitor.navigation.waitFor()
      await visitor.arriveAt(new RegExp(`^/${place}`))
    }
    for (const place of [...places].reverse().slice(1)) {
      await visitor.page.goBack()
      await visitor.arriveAt(new RegExp(`^/${place}`))
    }
  })

  it('names the page in its title and speaks its language', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter('/gallery')
    await expect.poll(() => visitor.page.title()).toContain(visitor.text('nav.gallery'))
    expect(await visitor.page.locator('html').getAttribute('lang')).toBe(look.language)
  })

  it('shows an address that does not exist as such, with a way out', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter('/no/such/place')
    await visitor.heading('notFound.title').waitFor()
    await visitor.page
      .getByRole('main')
      .getByRole('link', { name: visitor.text('nav.create') })
      .click()
    await visitor.arriveAt('/create')
  })

  it('does not move sideways at any place', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter()
    for (const place of ['/create', '/gallery', '/tasks', '/templates', '/settings', '/logs']) {
      await visitor.open(place)
      await visitor.page.getByRole('main').waitFor()
      await visitor.page.waitForFunction(() => document.querySelector('main .skeleton') === null)
      const spare = await visitor.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(spare, place).toBeLessThanOrEqual(0)
    }
  })
})

it('shows a task of another browser at once, and counts it in the navigation and the title', async () => {
  const [here, there] = [await studio.visit(DESK), await studio.visit(PHONE)]
  await here.enter('/gallery')
  await there.enter('/tasks')
  const client = await studio.server.client()
  await send(client, '[slow 4s] a slow morning')
  for (const visitor of [here, there]) {
    const link = visitor.navigation.getByRole('link', { name: visitor.text('nav.tasks') })
    await expect.poll(() => link.textContent(), { timeout: 5_000 }).toContain('1')
    await expect.poll(() => visitor.page.title()).toMatch(/^\(1\)/)
  }
  await expect.poll(() => here.page.title(), { timeout: 20_000 }).not.toMatch(/^\(/)
})

it('says that the server is gone, and goes on by itself when it is back', async () => {
  const visitor = await studio.visit(DESK)
  visitor.complaints.expect(/request failed|answer 50\d|ERR_/)
  await visitor.enter('/tasks')
  await studio.server.stop()
  const bar = visitor.page.getByText(visitor.text('connection.offline'))
  await bar.waitFor({ timeout: 30_000 })
  await studio.server.start()
  await bar.waitFor({ state: 'hidden', timeout: 60_000 })
  const client = await studio.server.client()
  await send(client, '[slow 3s] after the pause')
  await expect.poll(() => visitor.page.title(), { timeout: 10_000 }).toMatch(/^\(1\)/)
})
