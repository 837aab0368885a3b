import { expect, it } from 'vitest'
import { CreatePage } from './harness/create'
import { paint } from './harness/tasks'
import { DESK, site } from './harness/visit'

const studio = site('same-everywhere')

it('brings the only picture of a search back', async () => {
  await paint(await studio.server.client(), 'the only one')
  const visitor = await studio.revisit(DESK)
  await visitor.open('/gallery?q=only+one')
  const picture = visitor.page.getByRole('gridcell').getByRole('link', { name: 'the only one' })
  await picture.focus()
  await visitor.page.keyboard.press('Delete')
  await visitor.page.getByText(visitor.text('gallery.nothingFound')).waitFor()
  await visitor.button('common.undo').click()
  await picture.waitFor()
})

it('takes a deleted picture from the stage, in another tab as well, and puts it back', async () => {
  await paint(await studio.server.client(), 'seen in two tabs')
  const visitor = await studio.revisit(DESK)
  await visitor.open('/create')
  const create = new CreatePage(visitor)
  await create.picture('seen in two tabs').waitFor()
  const other = await visitor.page.context().newPage()
  await other.goto('/webui/gallery?q=two+tabs')
  const elsewhere = other.getByRole('gridcell').getByRole('link', { name: 'seen in two tabs' })
  await elsewhere.focus()
  await other.keyboard.press('Delete')
  await create.card('seen in two tabs').waitFor({ state: 'detached' })
  await other.getByRole('button', { name: visitor.text('common.undo') }).click()
  await create.picture('seen in two tabs').waitFor()
})

it('closes a picture to where it was opened, and Escape ends one thing at a time', async () => {
  await paint(await studio.server.client(), 'opened from the stage')
  const visitor = await studio.revisit(DESK)
  await visitor.open('/create')
  await new CreatePage(visitor).picture('opened from the stage').click()
  await visitor.button('common.close', visitor.page.getByRole('dialog')).click()
  await visitor.arriveAt('/create')

  await visitor.open('/gallery')
  await visitor.button('gallery.select').click()
  await visitor.page.locator('[role=gridcell] [data-index="0"]').click()
  await visitor.button('gallery.filters').click()
  await visitor.page.getByRole('dialog').waitFor()
  await visitor.page.keyboard.press('Escape')
  await visitor.page.getByRole('dialog').waitFor({ state: 'hidden' })
  const bar = visitor.page.getByRole('toolbar', { name: visitor.text('gallery.selection') })
  expect(await bar.count()).toBe(1)
  await visitor.page.keyboard.press('Escape')
  await bar.waitFor({ state: 'hidden' })
})

it('gives the focus back to the menu that opened a dialog', async () => {
  const visitor = await studio.revisit(DESK)
  await visitor.open('/templates')
  const menu = visitor.page.getByRole('button', {
    name: visitor.text('templates.actions', { title: 'Lake' }),
  })
  await menu.click()
  await visitor.page.getByRole('menuitem', { name: visitor.text('common.edit') }).click()
  await visitor.page.getByRole('dialog').waitFor()
  await visitor.page.keyboard.press('Escape')
  await visitor.page.getByRole('dialog').waitFor({ state: 'hidden' })
  await expect.poll(() => menu.evaluate((button) => button === document.activeElement)).toBe(true)
})

it('leaves whoever goes on to another page while a search is being typed where they went', async () => {
  const visitor = await studio.revisit(DESK)
  await visitor.open('/gallery')
  await visitor.field('gallery.search').pressSequentially('lake')
  await visitor.goTo('tasks')
  await visitor.page.waitForTimeout(500)
  expect(visitor.route).toBe('/tasks')
})
