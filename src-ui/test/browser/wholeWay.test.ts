import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CreatePage } from './harness/create'
import { recorded } from './harness/requests'
import { DESK, PHONE, site } from './harness/visit'

const studio = site('whole-way', { MAX_CONCURRENT_TASKS: '3' })
const SENDING = /^\/api\/generate\/task$/

describe.each([DESK, PHONE])('the whole way ($size, $language)', (look) => {
  it('leads from a prompt over the live steps to the picture, which opens, and Back returns', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter()
    const create = new CreatePage(visitor)
    const prompt = `[slow 2s] a lake at dawn ${look.size}`
    await create.generate(prompt)
    await create.card(prompt).getByText(visitor.text('tasks.step.calling')).waitFor()
    await visitor.page.reload()
    await create.card(prompt).getByRole('progressbar').waitFor()
    await create.picture(prompt).click()
    await visitor.arriveAt(/^\/create\/.+/)
    await visitor.page.getByRole('dialog').getByText('a lake at dawn').first().waitFor()
    await visitor.page.reload()
    await visitor.button('common.details', visitor.page.getByRole('dialog')).waitFor()
    await visitor.page.goBack()
    await visitor.arriveAt('/create')
    expect(await create.prompt.inputValue()).toBe(prompt)
  })

  it('shows several tasks at once, each with its own end', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter()
    const create = new CreatePage(visitor)
    await create.generate(`[slow 3s] a forest ${look.size}`)
    await create.card(`a forest ${look.size}`).waitFor()
    await create.generate(`[slow 1s] a harbour ${look.size}`)
    await create.card(`a harbour ${look.size}`).waitFor()
    await create.generate(`[refuse] a storm ${look.size}`)
    await create.picture(`a harbour ${look.size}`).waitFor()
    await create.picture(`a forest ${look.size}`).waitFor()
    await create.card(`a storm ${look.size}`).getByText(visitor.text('tasks.billed.no')).waitFor()
  })

  it('sends a request once, however often one clicks', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter()
    const create = new CreatePage(visitor)
    const sent = recorded(visitor.page, 'POST', SENDING)
    await create.prompt.fill(`[slow 1s] twice is once ${look.size}`)
    await create.generateButton.dblclick()
    await create.picture(`twice is once ${look.size}`).waitFor()
    expect(sent.length).toBe(1)
    expect(sent[0]?.headers()['idempotency-key']).toMatch(/^[\w-]{16,}$/)
  })

  it('reuses the settings of a picture, and takes it as a reference', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter()
    const create = new CreatePage(visitor)
    const prompt = `a balloon over hills ${look.size}`
    await create.generate(prompt)
    await create.picture(prompt).click()
    await openDetails()
    await visitor.button('picture.reuse', visitor.page.getByRole('dialog')).click()
    await visitor.arriveAt('/create')
    expect(await create.prompt.inputValue()).toBe(prompt)

    await create.picture(prompt).click()
    await openDetails()
    await visitor.button('stage.editFurther', visitor.page.getByRole('dialog')).last().click()
    await visitor.arriveAt('/create')
    await create.references().first().waitFor()
    const sent = recorded(visitor.page, 'POST', SENDING)
    await create.generate(`the same in winter ${look.size}`)
    await create.picture(`the same in winter ${look.size}`).waitFor()
    expect((sent[0]?.postDataJSON() as { images: string[] }).images[0]).toMatch(/^gallery:/)

    async function openDetails(): Promise<void> {
      if (look.size === 'phone')
        await visitor.button('common.details', visitor.page.getByRole('dialog')).click()
    }
  })

  it('puts a template into the composer', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter('/templates')
    const card = visitor.page.getByRole('article', { name: 'Lake', exact: true })
    await card
      .getByRole('button', { name: visitor.pattern('templates.useOne') })
      .first()
      .click()
    await visitor.arriveAt('/create')
    expect(await new CreatePage(visitor).prompt.inputValue()).toContain('A quiet lake at dawn')
  })

  it('cancels a running task, and says that it may be billed', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter()
    const create = new CreatePage(visitor)
    await create.generate(`[slow 40s] too slow ${look.size}`)
    const card = create.card(`too slow ${look.size}`)
    await card.getByText(visitor.text('tasks.step.calling')).waitFor()
    await visitor.button('common.cancel', card).click()
    await visitor.button('tasks.action.cancel', visitor.page.getByRole('alertdialog')).click()
    await visitor.button('stage.dismiss', card).waitFor()
    expect(await card.getByRole('progressbar').count()).toBe(0)
  })

  it('says why a task failed, and tries again', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter()
    const create = new CreatePage(visitor)
    await create.generate(`[402] no money ${look.size}`)
    const card = create.card(`no money ${look.size}`)
    await card.getByText(visitor.text('tasks.details')).click()
    await card.getByText('402').first().waitFor()
    const retries = recorded(visitor.page, 'POST', /\/retry$/)
    const first = await card.getAttribute('data-task')
    await visitor.button('tasks.action.retry', card).click()
    // The second try takes the place of the first.
    await expect.poll(() => card.getAttribute('data-task')).not.toBe(first)
    await card.getByText(visitor.text('tasks.billed.no')).waitFor()
    expect(
      await visitor.page
        .getByRole('article')
        .filter({ hasText: `no money ${look.size}` })
        .count(),
    ).toBe(1)
    expect(retries.length).toBe(1)
  })

  it('deletes a picture and brings it back', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter()
    const create = new CreatePage(visitor)
    const prompt = `a boat to lose ${look.size}`
    await create.generate(prompt)
    await create.picture(prompt).waitFor()
    await visitor.goTo('gallery')
    const cell = visitor.page.getByRole('gridcell').getByRole('link', { name: prompt, exact: true })
    await cell.click()
    await visitor.arriveAt(/^\/gallery\/.+/)
    const asked = recorded(visitor.page, 'GET', /^\/api\/gallery\/[0-9a-f-]{36}$/)
    await visitor.button('common.delete').click()
    const restored = visitor.page.waitForResponse(/\/api\/gallery\/restore$/)
    await visitor.button('common.undo').click()
    expect((await restored).ok()).toBe(true)
    // What is being deleted is not asked for: whether it would still be there was a matter of luck.
    expect(asked.length).toBe(0)
    await visitor.open('/gallery')
    await cell.waitFor()
  })

  it('gives a selection as a ZIP', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter()
    const create = new CreatePage(visitor)
    await create.generate(`birds to keep ${look.size}`)
    await create.picture(`birds to keep ${look.size}`).waitFor()
    await visitor.goTo('gallery')
    await visitor.button('gallery.select').click()
    await visitor.page
      .getByRole('gridcell')
      .getByRole('link', { name: `birds to keep ${look.size}` })
      .click()
    const download = visitor.page.waitForEvent('download')
    await visitor.button('gallery.zip').click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/\.zip$/)
    const bytes = readFileSync(await file.path())
    expect(bytes.subarray(0, 2).toString()).toBe('PK')
    expect(bytes.length).toBeGreaterThan(1_000)
  })

  it('keeps the unsent prompt when the session ends, and comes back to it', async () => {
    const visitor = await studio.visit(look)
    visitor.complaints.expect(/answer 401/)
    await visitor.enter()
    const create = new CreatePage(visitor)
    await create.prompt.fill('half a thought')
    await visitor.expire(studio.server.address)
    // Without waiting for it: the page may have noticed by itself, at the end of its stream, and left.
    await create.generateButton.evaluateAll((buttons) => {
      for (const button of buttons) (button as HTMLElement).click()
    })
    await visitor.signIn()
    await visitor.arriveAt('/create')
    expect(await create.prompt.inputValue()).toBe('half a thought')
  })
})
