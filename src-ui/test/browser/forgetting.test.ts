import { describe, expect, it } from 'vitest'
import { CreatePage } from './harness/create'
import { paint } from './harness/tasks'
import { DESK, site } from './harness/visit'

const studio = site('forgetting')

describe('signing out', () => {
  it('leaves nothing behind, in this tab or another, and no way back to it', async () => {
    const visitor = await studio.visit(DESK)
    await visitor.enter()
    const create = new CreatePage(visitor)
    await create.generate('a secret that was sent')
    await create.picture('a secret that was sent').waitFor()
    await create.prompt.fill('a secret that was not')
    const other = await visitor.page.context().newPage()
    await other.goto('/webui/create')
    await other.getByText('a secret that was sent').first().waitFor()
    await visitor.open('/settings/appearance')
    await visitor.page.getByRole('radio', { name: visitor.text('settings.appearance.dark') }).click()
    await visitor.open('/gallery?q=secret')
    await visitor.page.reload()
    await visitor.button('signIn.out').click()
    await visitor.arriveAt('/sign-in')
    await other.getByRole('button', { name: visitor.text('signIn.title') }).waitFor()
    // The look of the page is nobody's secret.
    expect(await visitor.page.locator('html').getAttribute('data-theme')).toBe('dark')
    for (const page of [visitor.page, other]) {
      const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
      expect(kept).not.toContain('secret')
    }

    await visitor.signIn()
    await visitor.arriveAt('/create')
    expect(await create.prompt.inputValue()).toBe('')
    await other.getByRole('navigation', { name: visitor.text('nav.label') }).waitFor()
    expect(await other.getByLabel(visitor.text('common.prompt'), { exact: true }).inputValue()).toBe('')
  })

  it('does not wait for a server that does not answer', async () => {
    const visitor = await studio.visit(DESK)
    await visitor.enter('/tasks')
    await visitor.page.route('**/api/logout', () => undefined)
    await visitor.button('signIn.out').click()
    await visitor.arriveAt('/sign-in')
  })
})

it('an expired session takes nothing that was typed with it, and no offer that it can no longer keep', async () => {
  const client = await studio.server.client()
  await paint(client, 'deleted just before')
  const visitor = await studio.visit(DESK)
  visitor.complaints.expect(/answer 401/)
  await visitor.enter('/gallery?q=just+before')
  await visitor.page.locator('[role=gridcell] [data-index="0"]').focus()
  await visitor.page.keyboard.press('Delete')
  await visitor.button('common.undo').waitFor()
  await visitor.open('/templates?edit=lake')
  const words = visitor.field('common.prompt')
  await words.fill('an hour of work')
  await visitor.expire(studio.server.address)
  await visitor.button('common.save').click()
  await visitor.button('signIn.title').waitFor()
  expect(await visitor.button('common.undo').count()).toBe(0)
  await visitor.signIn()
  await visitor.arriveAt('/templates?edit=lake')
  expect(await words.inputValue()).toBe('an hour of work')
})
