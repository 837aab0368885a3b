import { expect, it } from 'vitest'
import { CreatePage } from './harness/create'
import { DESK, PHONE, site } from './harness/visit'
import { controlled } from './harness/worker'

const studio = site('update', {}, { proxied: true })
const PATIENCE = { timeout: 20_000 }

it.each([DESK, PHONE])(
  'a newer version of the page is offered, and leaves an open page alone until it is asked for ($size)',
  async (look) => {
    const visitor = await studio.visit({ ...look, worker: true })
    const { page } = visitor
    studio.front.bring('present')
    await visitor.enter('/create')
    await controlled(page)
    const { prompt } = new CreatePage(visitor)
    await prompt.fill('half a sentence')

    studio.front.bring('newer')
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update())
    await page.getByText(visitor.text('update.text')).waitFor()
    expect(await prompt.inputValue()).toBe('half a sentence')
    expect(await waiting()).toBe(true)

    const loaded = page.waitForEvent('load')
    await visitor.button('update.reload').click()
    await loaded
    await expect.poll(() => prompt.inputValue(), PATIENCE).toBe('half a sentence')
    await expect.poll(waiting, PATIENCE).toBe(false)
    await expect
      .poll(
        () => page.evaluate(async () => (await caches.keys()).some((name) => name.endsWith('@newer'))),
        PATIENCE,
      )
      .toBe(true)
    await visitor.navigation.waitFor()
    expect(await page.getByText(visitor.text('update.text')).count()).toBe(0)

    /** Whether a version is there that has not been asked to take over. */
    function waiting(): Promise<boolean> {
      return page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting))
    }
  },
)
