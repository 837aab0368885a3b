import { describe, expect, it } from 'vitest'
import { CreatePage } from './harness/create'
import { paint } from './harness/tasks'
import type { Studio } from './harness/studio'
import { smallTargets } from './harness/targets'
import { DESK, PHONE, site } from './harness/visit'

const studio = site('phone')

describe.each([DESK, PHONE])('Back ($size)', (look) => {
  it('closes filters, selection, viewer and a question, one at a time, and stays where it was', async () => {
    const visitor = await gallery(look)
    const { page } = visitor
    await visitor.button('gallery.filters').click()
    await page.getByRole('dialog').waitFor()
    await page.goBack()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(visitor.route).toBe('/gallery')

    await visitor.button('gallery.select').click()
    const toolbar = page.getByRole('toolbar', { name: visitor.text('gallery.selection') })
    await toolbar.waitFor()
    await page.goBack()
    await toolbar.waitFor({ state: 'hidden' })
    expect(visitor.route).toBe('/gallery')

    await visitor.button('gallery.trash').click()
    await visitor.arriveAt('/gallery?view=trash')
    await visitor.button('gallery.emptyTrash').click()
    await page.getByRole('alertdialog').waitFor()
    await page.goBack()
    await page.getByRole('alertdialog').waitFor({ state: 'hidden' })
    expect(visitor.route).toBe('/gallery?view=trash')
    await page.goBack()
    await visitor.arriveAt('/gallery')
  })

  it('closes a menu, and a form only after asking what to do with what was typed', async () => {
    const visitor = await studio.revisit(look)
    const { page } = visitor
    await visitor.open('/gallery')
    await visitor.goTo('templates')
    await visitor.button('templates.more').click()
    await page.getByRole('menu').waitFor()
    await page.goBack()
    await page.getByRole('menu').waitFor({ state: 'hidden' })
    await visitor.button('templates.add').click()
    await visitor.arriveAt(/edit=/)
    const title = visitor.field('templates.name', page.getByRole('dialog'))
    await title.fill('half a title')
    await page.goBack()
    const question = page.getByRole('alertdialog')
    await question.waitFor()
    await visitor.button('common.unsaved.keep', question).click()
    await question.waitFor({ state: 'hidden' })
    await visitor.arriveAt(/edit=/)
    expect(await title.inputValue()).toBe('half a title')
    await page.goBack()
    await visitor.button('common.unsaved.discard').click()
    await visitor.arriveAt('/templates')
  })

  it('is a no to the question about a form, and leaves neither the form nor the site', async () => {
    const visitor = await studio.revisit(look)
    const { page } = visitor
    await visitor.open('/templates')
    await visitor.button('templates.add').click()
    const title = visitor.field('templates.name', page.getByRole('dialog'))
    const question = page.getByRole('alertdialog')
    await title.fill('half a title')
    for (let time = 0; time < 2; time++) {
      await page.goBack()
      await question.waitFor()
      expect(visitor.route).toBe('/templates?edit=_new')
      await page.goBack()
      await question.waitFor({ state: 'hidden' })
      expect(visitor.route).toBe('/templates?edit=_new')
    }
    expect(await title.inputValue()).toBe('half a title')
    await page.keyboard.press('Escape')
    await visitor.button('common.unsaved.discard', question).click()
    await visitor.arriveAt('/templates')
    await title.waitFor({ state: 'hidden' })
  })

  it('closes the picker of a setting', async () => {
    const visitor = await studio.revisit(look)
    await visitor.open('/create')
    const picker = await new CreatePage(visitor).pick('options.shape')
    await picker.waitFor()
    await visitor.page.goBack()
    await picker.waitFor({ state: 'hidden' })
    expect(visitor.route).toBe('/create')
  })

  it('closes the layer and then the page when it is pressed twice at once, and Forward opens no layer', async () => {
    const visitor = await gallery(look)
    const { page } = visitor
    await visitor.goTo('tasks')
    await visitor.goTo('gallery')
    await visitor.button('gallery.filters').click()
    await page.getByRole('dialog').waitFor()
    await page.evaluate(() => {
      history.back()
      history.back()
    })
    await visitor.arriveAt('/tasks')
    await page.goForward()
    await visitor.arriveAt('/gallery')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('needs no second press after a reload with something open', async () => {
    const visitor = await gallery(look)
    await visitor.goTo('tasks')
    await visitor.goTo('gallery')
    await visitor.button('gallery.filters').click()
    await visitor.page.getByRole('dialog').waitFor()
    await visitor.page.reload()
    await visitor.navigation.waitFor()
    await visitor.button('gallery.filters').waitFor()
    await expect.poll(() => visitor.page.evaluate(() => history.state.layer ?? 0)).toBe(0)
    await visitor.page.goBack()
    await visitor.arriveAt('/tasks')
  })
})

describe('on a phone', () => {
  it('Back closes the sheet of the composer and the details of a picture', async () => {
    const visitor = await gallery(PHONE)
    const { page } = visitor
    await page.getByRole('gridcell').getByRole('link').first().click()
    await visitor.arriveAt(/^\/gallery\/./)
    const details = page.getByRole('complementary', { name: visitor.text('common.details') })
    await visitor.button('common.details').click()
    await details.waitFor()
    await page.goBack()
    await details.waitFor({ state: 'hidden' })
    await visitor.arriveAt(/^\/gallery\/./)
    await page.goBack()
    await visitor.arriveAt('/gallery')

    await visitor.goTo('create')
    const create = new CreatePage(visitor)
    await create.expand()
    const fold = visitor.button('create.collapse', create.composer).first()
    await fold.waitFor()
    await page.goBack()
    await visitor.button('create.expand', create.composer).first().waitFor()
    expect(visitor.route).toBe('/create')
  })

  it('everything that can be pressed is big enough for a finger', async () => {
    const visitor = await gallery(PHONE)
    const { page } = visitor
    const found: string[] = []
    const sections = ['api', 'usage', 'storage', 'account', 'doctor', 'appearance', 'about']
    const places = [
      '/create',
      '/gallery',
      '/tasks',
      '/templates',
      '/templates?edit=_new',
      '/settings',
      '/logs',
    ]
    for (const place of [...places, ...sections.map((section) => `/settings/${section}`)]) {
      await visitor.open(place)
      await page.getByRole('main').waitFor()
      await page.waitForFunction(() => document.querySelector('main .skeleton') === null)
      found.push(...(await smallTargets(page)).map((target) => `${place}: ${target}`))
    }
    await visitor.open('/gallery')
    await page.getByRole('gridcell').getByRole('link').first().click()
    await visitor.button('common.details').waitFor()
    found.push(...(await smallTargets(page)).map((target) => `viewer: ${target}`))
    expect(found).toEqual([])
  })
})

/** Somebody in a gallery with pictures, one of them in the trash. */
async function gallery(look: typeof DESK): Promise<Studio> {
  const client = await studio.server.client()
  const { total } = (await (await client('/api/gallery/facets')).json()) as { total: number }
  if (total === 0) {
    for (const prompt of ['a lake', 'a hill', 'a fish']) await paint(client, prompt)
    const { entries } = (await (await client('/api/gallery?limit=1')).json()) as { entries: { id: string }[] }
    await client('/api/gallery/delete', {
      method: 'POST',
      body: JSON.stringify({ ids: entries.map(({ id }) => id) }),
    })
  }
  const visitor = await studio.revisit(look)
  await visitor.open('/gallery')
  await visitor.page.getByRole('gridcell').first().waitFor()
  return visitor
}
