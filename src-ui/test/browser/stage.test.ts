import { describe, expect, it } from 'vitest'
import { CreatePage } from './harness/create'
import { recorded } from './harness/requests'
import type { Studio } from './harness/studio'
import { paint, send } from './harness/tasks'
import { DESK, PHONE, site } from './harness/visit'

const studio = site('stage', { MAX_QUEUE_SIZE: '50' })

/** Enters with an empty stage: what other tests have made is put away. */
async function fresh(look: typeof DESK): Promise<{ visitor: Studio; create: CreatePage }> {
  const visitor = await studio.revisit(look)
  await visitor.open('/create')
  const create = new CreatePage(visitor)
  await create.prompt.waitFor()
  const clear = visitor.button('stage.clear')
  if (await clear.isVisible()) await clear.click()
  return { visitor, create }
}

/** A text with a number in it, in the form that the number takes. */
function counted(visitor: Studio, key: string, n: number): string {
  const forms = visitor.text(key, { n }).split(' | ')
  return (n === 1 ? forms[0] : forms.at(-1)) ?? ''
}

const strip = (visitor: Studio) =>
  visitor.page.getByRole('region', { name: visitor.text('stage.waiting'), exact: true })

describe.each([DESK, PHONE])('the stage ($size, $language)', (look) => {
  it('opens a picture over the results, leads through them, and returns to the same place', async () => {
    const client = await studio.server.client()
    await paint(client, `older ${look.size}`)
    await paint(client, `a stack ${look.size}`, { n: 3 })
    const visitor = await studio.revisit(look)
    await visitor.open('/create')
    const create = new CreatePage(visitor)
    const card = create.card(`a stack ${look.size}`)
    await card.getByRole('button', { name: counted(visitor, 'stage.openStack', 3), exact: true }).click()
    const stack = visitor.page.locator('[data-stack]')
    await stack
      .getByRole('link', { name: visitor.pattern('stage.openPicture') })
      .nth(2)
      .click()
    await visitor.arriveAt(/^\/create\/.+-3$/)
    await visitor.page.getByRole('dialog').waitFor()
    await visitor.page.keyboard.press('ArrowRight')
    await visitor.arriveAt(/^\/create\/(?!.*-3$).+$/)
    await visitor.page.goBack()
    await visitor.arriveAt('/create')
    await stack.waitFor()
    await visitor.button('stage.closeStack', stack).click()
    await stack.waitFor({ state: 'detached' })
  })

  it('edits a picture further: it is the reference, and the words are awaited', async () => {
    await paint(await studio.server.client(), `to go on from ${look.size}`)
    const visitor = await studio.revisit(look)
    await visitor.open('/create')
    const create = new CreatePage(visitor)
    await visitor.button('stage.editFurther', create.card(`to go on from ${look.size}`)).click()
    await expect.poll(() => create.prompt.evaluate((field) => field === document.activeElement)).toBe(true)
    const sent = recorded(visitor.page, 'POST', /^\/api\/generate\/task$/)
    await create.generate(`in winter ${look.size}`)
    await create.picture(`in winter ${look.size}`).waitFor()
    expect((sent[0]?.postDataJSON() as { images: string[] }).images).toHaveLength(1)
  })

  it('says that a result has come while one looks at older ones, and leads to it', async () => {
    const client = await studio.server.client()
    await paint(client, `row 1 ${look.size}`)
    await Promise.all([2, 3, 4, 5, 6, 7].map((number) => paint(client, `row ${number} ${look.size}`)))
    const visitor = await studio.revisit(look)
    await visitor.open('/create')
    const create = new CreatePage(visitor)
    await create.card(`row 1 ${look.size}`).scrollIntoViewIfNeeded()
    await paint(client, `just now ${look.size}`)
    const pill = visitor.page.getByRole('button', {
      name: counted(visitor, 'gallery.fresh', 1),
    })
    await pill.click()
    await pill.waitFor({ state: 'detached' })
    await expect
      .poll(() => create.picture(`just now ${look.size}`).evaluate((link) => link === document.activeElement))
      .toBe(true)
  }, 180_000)

  it('says that something runs while one looks at older pictures, and leads to it', async () => {
    const client = await studio.server.client()
    await Promise.all([1, 2, 3, 4, 5].map((number) => paint(client, `line ${number} ${look.size}`)))
    const visitor = await studio.revisit(look)
    await visitor.open('/create')
    const create = new CreatePage(visitor)
    await create.card(`line 1 ${look.size}`).waitFor()
    await visitor.page.getByRole('article').last().scrollIntoViewIfNeeded()
    const id = await send(client, `[slow 60s] out of sight ${look.size}`)
    const name = counted(visitor, 'stage.runningCount', 1)
    const pill = visitor.page.getByRole('button', { name, exact: true })
    await pill.click()
    await strip(visitor).getByText(`out of sight ${look.size}`).waitFor()
    await pill.waitFor({ state: 'detached' })
    await client(`/api/generate/task/${id}`, { method: 'DELETE' })
  }, 180_000)

  it('shows pictures without bands, whatever stands beside them', async () => {
    const client = await studio.server.client()
    await Promise.all(
      ['4:3', '1:1'].map((ratio) => paint(client, `shaped ${ratio} ${look.size}`, { aspectRatio: ratio })),
    )
    const visitor = await studio.revisit(look)
    await visitor.open('/create')
    const create = new CreatePage(visitor)
    const shapeOf = async (ratio: string) => {
      const picture = create.picture(`shaped ${ratio} ${look.size}`)
      await picture.waitFor()
      const box = await picture.boundingBox()
      return (box?.width ?? 0) / (box?.height ?? 1)
    }
    expect(await shapeOf('4:3')).toBeCloseTo(4 / 3, 1)
    expect(await shapeOf('1:1')).toBeCloseTo(1, 1)
  })

  it('keeps a prompt as a template whose picture outlives the one it was made of', async () => {
    const client = await studio.server.client()
    const prompt = `a prompt that worked ${look.size}`
    await paint(client, prompt)
    const visitor = await studio.revisit(look)
    await visitor.open('/create')
    const card = new CreatePage(visitor).card(prompt)
    await visitor.button('stage.more', card).click()
    await visitor.page.getByRole('menuitem', { name: visitor.text('stage.saveTemplate') }).click()
    await visitor.page.getByText(visitor.text('stage.templateSaved')).waitFor()
    const { entries } = (await (await client(`/api/gallery?q=${encodeURIComponent(prompt)}`)).json()) as {
      entries: { id: string }[]
    }
    for (const { id } of entries) await client(`/api/gallery/${id}?permanent=true`, { method: 'DELETE' })
    const { templates } = (await (await client('/api/templates')).json()) as {
      templates: { prompt: string; image: string }[]
    }
    const image = templates.find((template) => template.prompt === prompt)?.image ?? ''
    expect(image).not.toBe('')
    expect((await client(image)).status).toBe(200)
  })

  it('clears everything that has ended, on this device for good, and brings it back', async () => {
    const client = await studio.server.client()
    await paint(client, `to be cleared ${look.size}`)
    const visitor = await studio.revisit(look)
    await visitor.open('/create')
    const create = new CreatePage(visitor)
    const card = create.card(`to be cleared ${look.size}`)
    await card.waitFor()
    await visitor.button('stage.clear').click()
    await card.waitFor({ state: 'detached' })
    await visitor.button('common.undo').click()
    await card.waitFor()
    await visitor.button('stage.clear').click()
    await card.waitFor({ state: 'detached' })
    await paint(client, `after it ${look.size}`)
    await visitor.page.reload()
    await create.card(`after it ${look.size}`).waitFor()
    expect(await visitor.page.getByRole('article').filter({ hasText: 'to be cleared' }).count()).toBe(0)
  })

  it('pauses the queue for everybody, moves a task to its front, and lets it go on', async () => {
    const client = await studio.server.client()
    const { visitor, create } = await fresh(look)
    const other = await studio.revisit(look)
    await other.open('/create')
    const hold = await send(client, `[slow 60s] holds the strip ${look.size}`)
    await create.card(`holds the strip ${look.size}`).waitFor()
    await visitor.button('stage.pause', strip(visitor)).click()
    await other.page.getByText(other.text('stage.paused')).waitFor()
    for (const number of [1, 2, 3]) await send(client, `waits ${number} ${look.size}`)
    const last = create.card(`waits 3 ${look.size}`)
    await visitor.button('stage.toFront', last).click()
    await visitor.button('stage.toFront', last).waitFor({ state: 'detached' })
    await visitor.button('stage.toFront', create.card(`waits 1 ${look.size}`)).waitFor()
    await client(`/api/generate/task/${hold}`, { method: 'DELETE' })
    await other.button('stage.resume', strip(other)).click()
    await visitor.page.getByText(visitor.text('stage.paused')).waitFor({ state: 'detached' })
    for (const number of [1, 2, 3]) await create.picture(`waits ${number} ${look.size}`).waitFor()
  })
})

it('runs more tasks at once as soon as somebody chooses so', async () => {
  const client = await studio.server.client()
  const ids: string[] = []
  for (const number of [1, 2, 3, 4]) ids.push(await send(client, `[slow 60s] side by side ${number}`))
  const { visitor } = await fresh(DESK)
  const running = (n: number) => strip(visitor).getByText(counted(visitor, 'stage.runningCount', n))
  await running(3).waitFor()
  const atOnce = (n: number) => counted(visitor, 'stage.atOnce', n)
  await visitor.page.getByRole('button', { name: atOnce(3), exact: true }).click()
  await visitor.page.getByRole('menuitem', { name: atOnce(4), exact: true }).click()
  await running(4).waitFor()
  await Promise.all(ids.map((id) => client(`/api/generate/task/${id}`, { method: 'DELETE' })))
  await strip(visitor).waitFor({ state: 'detached' })
})
