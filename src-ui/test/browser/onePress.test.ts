import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CreatePage } from './harness/create'
import { recorded } from './harness/requests'
import type { Studio } from './harness/studio'
import { paint } from './harness/tasks'
import { DESK, site } from './harness/visit'

const studio = site('one-press', { MAX_QUEUE_SIZE: '50' })
const HANDED_IN = /\/api\/generate\/task(\/[^/]+\/retry)?$/

describe('one wish is paid once', () => {
  it('by Ctrl+Enter that is held, by a slow double click and by Enter that is held on a button', async () => {
    const visitor = await studio.revisit(DESK)
    await visitor.open('/create')
    const create = new CreatePage(visitor)
    const sent = recorded(visitor.page, 'POST', HANDED_IN)
    await create.prompt.fill('held keys')
    await visitor.page.keyboard.down('Control')
    await hold(visitor.page, 'Enter')
    await visitor.page.keyboard.up('Control')
    await create.card('held keys').waitFor()
    expect(sent).toHaveLength(1)

    await create.prompt.fill('a slow double click')
    await twice(create.generateButton)
    await create.card('a slow double click').waitFor()
    expect(sent).toHaveLength(2)

    await create.prompt.fill('a held button')
    await create.generateButton.focus()
    await hold(visitor.page, 'Enter')
    await create.card('a held button').waitFor()
    expect(sent).toHaveLength(3)
  })

  it('by a slow double click on "again"', async () => {
    await paint(await studio.server.client(), 'once more')
    const visitor = await studio.revisit(DESK)
    await visitor.open('/create')
    const sent = recorded(visitor.page, 'POST', HANDED_IN)
    await visitor.button('stage.more', new CreatePage(visitor).card('once more')).click()
    await twice(visitor.page.getByRole('menuitem', { name: visitor.text('stage.again') }))
    await expect.poll(() => sent.length).toBe(1)
    await visitor.page.getByRole('article').filter({ hasText: 'once more' }).nth(1).waitFor()
    expect(sent).toHaveLength(1)
  })
})

describe('one press deletes one picture', () => {
  it('by a key that is held, and by a double click in the viewer', async () => {
    const client = await studio.server.client()
    for (const number of [1, 2, 3, 4]) await paint(client, `to be deleted ${number}`)
    const visitor = await studio.revisit(DESK)
    await visitor.open('/gallery?q=to+be+deleted')
    await counted(visitor, 4)
    const deletions = recorded(visitor.page, 'POST', /\/api\/gallery\/delete$/)
    await visitor.page.locator('[role=gridcell] [data-index="0"]').focus()
    await hold(visitor.page, 'Delete')
    await counted(visitor, 3)
    expect(deletions).toHaveLength(1)

    await visitor.page.locator('[role=gridcell] [data-index="0"]').click()
    await twice(visitor.button('common.delete', visitor.page.getByRole('dialog')))
    await expect.poll(() => deletions.length).toBe(2)
    await visitor.page.keyboard.press('Escape')
    await counted(visitor, 2)
    expect(deletions).toHaveLength(2)
  })
})

/** A key that stays down long enough to repeat. */
async function hold(page: Page, key: string): Promise<void> {
  for (let times = 0; times < 12; times++) await page.keyboard.down(key)
  await page.keyboard.up(key)
}

/** Two clicks as an unhurried hand makes them: the first is answered, as a rule, before the second comes. */
async function twice(button: Locator): Promise<void> {
  await button.evaluate(async (pressed: HTMLElement) => {
    pressed.click()
    await new Promise((next) => setTimeout(next, 200))
    pressed.click()
  })
}

async function counted(visitor: Studio, count: number): Promise<void> {
  await visitor.page
    .getByText(visitor.text('gallery.total').replace('{n}', String(count)))
    .first()
    .waitFor()
}
