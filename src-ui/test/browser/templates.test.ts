import { describe, expect, it } from 'vitest'
import { CreatePage } from './harness/create'
import { drag } from './harness/drag'
import { recorded } from './harness/requests'
import { DESK, PHONE, site } from './harness/visit'

const studio = site('templates')

describe.each([DESK, PHONE])('templates ($size, $language)', (look) => {
  it('are made, changed, searched, copied, used and deleted, and a second browser sees them', async () => {
    const visitor = await studio.revisit(look)
    const title = `Harbour ${look.size}`
    const card = (name: string) => visitor.page.getByRole('article', { name, exact: true })
    const dialog = visitor.page.getByRole('dialog')
    await visitor.open('/templates')
    await visitor.button('templates.add').click()
    await visitor.button('common.save', dialog).click()
    await dialog.getByText(visitor.text('templates.titleMissing')).waitFor()

    const sent = recorded(visitor.page, 'POST', /^\/api\/templates$/)
    await visitor.field('templates.name', dialog).fill(title)
    await visitor.field('common.prompt', dialog).fill('A quiet harbour in fog')
    await visitor.button('common.save', dialog).dblclick()
    await card(title).waitFor()
    expect(sent.length).toBe(1)

    await act(title, 'common.edit')
    await visitor.arriveAt(/edit=/)
    await visitor.page.reload()
    await visitor.field('common.prompt', dialog).fill('A quiet harbour in the first light')
    await visitor.button('common.save', dialog).click()
    await dialog.waitFor({ state: 'hidden' })

    await act(title, 'templates.duplicate')
    const copy = visitor.text('templates.copyOf', { title })
    await card(copy).waitFor()
    const other = await studio.revisit(look)
    await other.open('/templates')
    await other.page.getByRole('article', { name: copy, exact: true }).waitFor()

    await act(copy, 'common.delete')
    await card(copy).waitFor({ state: 'hidden' })
    await visitor.button('common.undo').click()
    await card(copy).waitFor()

    await visitor.field('templates.search').fill(title)
    await visitor.page.reload()
    expect(await visitor.field('templates.search').inputValue()).toBe(title)
    await expect.poll(() => visitor.page.getByRole('article').count()).toBe(2)
    await card(title)
      .getByRole('button', { name: visitor.pattern('templates.useOne') })
      .first()
      .click()
    await visitor.arriveAt('/create')
    expect(await new CreatePage(visitor).prompt.inputValue()).toBe('A quiet harbour in the first light')

    async function act(name: string, action: string): Promise<void> {
      await visitor.page
        .getByRole('button', { name: visitor.text('templates.actions', { title: name }), exact: true })
        .click()
      await visitor.page.getByRole('menuitem', { name: visitor.text(action), exact: true }).click()
    }
  })

  it('asks before what was typed is lost, and keeps it when one stays', async () => {
    const visitor = await studio.revisit(look)
    await visitor.open('/templates')
    await visitor.button('templates.add').click()
    const dialog = visitor.page.getByRole('dialog')
    await visitor.field('templates.name', dialog).fill('Half a thought')
    await visitor.page.goBack()
    await visitor.button('common.unsaved.keep', visitor.page.getByRole('alertdialog')).click()
    expect(await visitor.field('templates.name', dialog).inputValue()).toBe('Half a thought')
  })

  it('change their order by keyboard, and keep it', async () => {
    const visitor = await studio.revisit(look)
    await visitor.open('/templates')
    const order = () =>
      visitor.page
        .getByRole('article')
        .evaluateAll((cards) => cards.map((one) => one.getAttribute('aria-label')))
    await visitor.page.getByRole('article').first().waitFor()
    const before = await order()
    const first = before[0] ?? ''
    const saved = visitor.page.waitForResponse((answer) => answer.request().method() === 'PUT')
    await visitor.page
      .getByRole('button', { name: visitor.text('templates.grip', { title: first }), exact: true })
      .press('ArrowRight')
    expect((await saved).ok()).toBe(true)
    await visitor.page.reload()
    await visitor.page.getByRole('article').first().waitFor()
    expect(await order()).toEqual([before[1], first, ...before.slice(2)])
  })

  it('change their order by dragging, but not when Escape is pressed on the way', async () => {
    const visitor = await studio.revisit(look)
    await visitor.open('/templates')
    const cards = visitor.page.getByRole('article')
    const grip = (place: number) => cards.nth(place).locator('[data-grip]')
    const order = () => cards.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
    await grip(1).waitFor()
    const before = await order()
    const sent = recorded(visitor.page, 'PUT', /^\/api\/templates\/order$/)
    await drag(visitor, grip(0), grip(1), () => visitor.page.keyboard.press('Escape'))
    expect(await order()).toEqual(before)
    expect(sent).toHaveLength(0)
    await drag(visitor, grip(0), grip(1))
    await expect.poll(order).toEqual([before[1], before[0], ...before.slice(2)])
    expect(sent).toHaveLength(1)
  })
})
