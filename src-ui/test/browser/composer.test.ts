import { describe, expect, it } from 'vitest'
import { axeFindings } from './harness/axe'
import { CreatePage } from './harness/create'
import { recorded } from './harness/requests'
import { paint } from './harness/tasks'
import { DESK, PHONE, site } from './harness/visit'

const studio = site('composer')

describe.each([DESK, PHONE])('the composer ($size, $language)', (look) => {
  it('sets shape, number and quality by its chips, and a press of Back or Escape closes a picker', async () => {
    const visitor = await studio.revisit(look)
    await visitor.open('/create')
    const create = new CreatePage(visitor)
    const sent = recorded(visitor.page, 'POST', /^\/api\/generate\/task$/)
    const shape = await create.pick('options.shape')
    await expect.poll(() => shape.getByRole('radio').count()).toBe(7)
    expect(await axeFindings(visitor.page)).toEqual([])
    await shape.getByRole('button', { name: visitor.pattern('options.shapesMore') }).click()
    await expect.poll(() => shape.getByRole('radio').count()).toBeGreaterThan(7)
    await shape.getByRole('radio', { name: /^16:9/ }).click()
    // On a phone the tap that chooses closes the sheet.
    if (look.size === 'desktop') await visitor.page.keyboard.press('Escape')
    await shape.waitFor({ state: 'hidden' })

    const count = await create.pick('parameter.n')
    await count.getByRole('radio', { name: '2', exact: true }).click()
    if (look.size === 'desktop') await visitor.page.keyboard.press('Escape')
    await count.waitFor({ state: 'hidden' })
    const quality = await create.pick('parameter.quality')
    await quality.getByRole('radio', { name: '512', exact: true }).click()
    if (look.size === 'desktop') await visitor.page.keyboard.press('Escape')
    await quality.waitFor({ state: 'hidden' })

    await create.generate(`by chips ${look.size}`)
    await create.card(`by chips ${look.size}`).waitFor()
    expect(sent[0]?.postDataJSON()).toMatchObject({ aspectRatio: '16:9', n: 2, imageSize: '512' })
    await visitor.page.reload()
    await create.composer.getByText('16:9', { exact: true }).waitFor()
  })

  it('says what the click costs and takes', async () => {
    const visitor = await studio.revisit(look)
    const client = await studio.server.client()
    const config = {
      id: 'priced',
      label: 'Priced',
      endpoint: 'https://generativelanguage.googleapis.com/v1beta',
      model: 'gemini-3-pro-image',
      protocol: 'gemini',
      apiKey: 'none',
      budgetDaily: '1',
    }
    await client('/api/api-configs', { method: 'POST', body: JSON.stringify(config) })
    await visitor.open('/create')
    await visitor.page.evaluate(() =>
      localStorage.setItem(
        'studio.draft',
        JSON.stringify({
          mode: 'text',
          prompt: '',
          references: [],
          configId: 'priced',
          options: { n: 4, imageSize: '2K' },
        }),
      ),
    )
    await visitor.page.reload()
    const create = new CreatePage(visitor)
    await create.composer.getByText(visitor.text('create.estimate', { cost: '$0.538' })).waitFor()
    await create.composer.getByText(visitor.text('create.budgetLeft.day', { left: '$0.462' })).waitFor()
    const count = await create.pick('parameter.n')
    await visitor.field('options.countOther', count).fill('9')
    await visitor.field('options.countOther', count).press('Tab')
    await visitor.page.keyboard.press('Escape')
    await create.composer.getByText(visitor.text('create.budgetOver.day', { left: '$1.00' })).waitFor()
  })

  it('fills in the variables of a template in place', async () => {
    const visitor = await studio.revisit(look)
    const client = await studio.server.client()
    const template = {
      id: `variables-${look.size}`,
      title: `Variables ${look.size}`,
      prompt: 'A {subject|cat} in {place}, {{calm}}',
      options: { aspectRatio: '3:4' },
    }
    await client('/api/templates', { method: 'POST', body: JSON.stringify(template) })
    await visitor.open('/create')
    const create = new CreatePage(visitor)
    const sent = recorded(visitor.page, 'POST', /^\/api\/generate\/task$/)
    await create.expand()
    await visitor.button('nav.templates', create.composer).click()
    const dialog = visitor.page.getByRole('dialog')
    await dialog.getByRole('button', { name: template.title }).waitFor()
    expect(await axeFindings(visitor.page)).toEqual([])
    await dialog.getByRole('button', { name: template.title }).click()
    expect(await create.prompt.inputValue()).toBe('A cat in {place}, {calm}')
    await create.generateButton.click()
    await create.composer
      .getByText(visitor.text('create.refusal.unfilled', { names: 'place' }), { exact: true })
      .waitFor()
    expect(sent).toHaveLength(0)
    await create.composer.getByLabel('place', { exact: true }).fill('Rome')
    expect(await create.prompt.inputValue()).toBe('A cat in Rome, {calm}')
    expect(await axeFindings(visitor.page)).toEqual([])
    await create.generateButton.click()
    await create.card('A cat in Rome').waitFor()
    expect(sent[0]?.postDataJSON()).toMatchObject({ prompt: 'A cat in Rome, {calm}', aspectRatio: '3:4' })
  })

  it('finds prompts that were sent from another device, and forgets them', async () => {
    const visitor = await studio.revisit(look)
    const client = await studio.server.client()
    const prompt = `a heron among reeds ${look.size}`
    await client('/api/generate/task', { method: 'POST', body: JSON.stringify({ prompt, imageSize: '512' }) })
    await visitor.open('/create')
    const create = new CreatePage(visitor)
    await create.expand()
    await visitor.button('prompts.short', create.composer).click()
    const dialog = visitor.page.getByRole('dialog', { name: visitor.text('prompts.title') })
    await visitor.field('prompts.search', dialog).fill(`reeds ${look.size}`)
    const found = dialog.getByRole('button', { name: prompt })
    await expect.poll(() => dialog.getByRole('listitem').count()).toBe(1)
    expect(await axeFindings(visitor.page)).toEqual([])
    await found.click()
    expect(await create.prompt.inputValue()).toBe(prompt)
    await visitor.button('prompts.short', create.composer).click()
    await visitor.field('prompts.search', dialog).fill(`reeds ${look.size}`)
    await expect.poll(() => dialog.getByRole('listitem').count()).toBe(1)
    await visitor.button('prompts.forget', dialog).click()
    await dialog.getByText(visitor.text('prompts.nothingFound')).waitFor()
  })

  it('saves a draft with its settings and brings it back in another browser', async () => {
    const visitor = await studio.revisit(look)
    await visitor.open('/create')
    const create = new CreatePage(visitor)
    const words = `a shop window in winter ${look.size}`
    await create.prompt.fill(words)
    const shape = await create.pick('options.shape')
    await shape.getByRole('radio', { name: /^9:16/ }).click()
    if (look.size === 'desktop') await visitor.page.keyboard.press('Escape')
    await shape.waitFor({ state: 'hidden' })
    await create.expand()
    await visitor.button('drafts.title', create.composer).click()
    const dialog = visitor.page.getByRole('dialog', { name: visitor.text('drafts.title') })
    await visitor.button('drafts.save', dialog).click()
    await dialog.getByText(words).waitFor()
    expect(await axeFindings(visitor.page)).toEqual([])

    const other = await studio.revisit(look)
    await other.open('/create')
    const there = new CreatePage(other)
    await there.expand()
    await other.button('drafts.title', there.composer).click()
    const list = other.page.getByRole('dialog', { name: other.text('drafts.title') })
    await list.getByRole('button', { name: words }).first().click()
    expect(await there.prompt.inputValue()).toBe(words)
    await there.composer.getByText('9:16', { exact: true }).waitFor()

    await dialog
      .getByRole('button', { name: visitor.text('drafts.remove', { name: words }), exact: true })
      .click()
    await dialog.getByText(words).waitFor({ state: 'hidden' })
  })

  it('makes a template of what is in the composer, whose preview outlives the picture', async () => {
    const visitor = await studio.revisit(look)
    const client = await studio.server.client()
    const prompt = `a quiet pier ${look.size}`
    await paint(client, prompt)
    await visitor.open('/create')
    const create = new CreatePage(visitor)
    await create.prompt.fill(prompt)
    await create.expand()
    await visitor.button('templates.saveAs', create.composer).click()
    const dialog = visitor.page.getByRole('dialog', { name: visitor.text('templates.newTitle') })
    const title = visitor.field('templates.name', dialog)
    await title.fill('half a title')
    await visitor.page.goBack()
    const question = visitor.page.getByRole('alertdialog')
    await visitor.button('common.unsaved.keep', question).click()
    await question.waitFor({ state: 'hidden' })
    expect(await title.inputValue()).toBe('half a title')
    await title.fill(prompt)
    await visitor.button('gallery.pick', dialog).click()
    const picker = visitor.page.getByRole('dialog', { name: visitor.text('gallery.pick') })
    const copied = visitor.page.waitForResponse((answer) =>
      answer.url().includes('/api/templates/pictures/of/'),
    )
    await picker.getByRole('gridcell').first().click()
    await picker.waitFor({ state: 'hidden' })
    const { image } = (await (await copied).json()) as { image: string }
    await visitor.button('common.save', dialog).click()
    await dialog.waitFor({ state: 'hidden' })
    const { entries } = (await (await client('/api/gallery')).json()) as { entries: { id: string }[] }
    for (const { id } of entries) await client(`/api/gallery/${id}?permanent=true`, { method: 'DELETE' })
    expect((await client(image)).status).toBe(200)
    const { templates } = (await (await client('/api/templates')).json()) as {
      templates: { title: string; image: string }[]
    }
    expect(templates.find((one) => one.title === prompt)?.image).toBe(image)
  })
})

describe.each([DESK, PHONE])('the templates of the studio ($size, $language)', (look) => {
  it('are offered where there are none, used at once, taken over, and come back when deleted', async () => {
    const client = await studio.server.client()
    const all = async () =>
      ((await (await client('/api/templates')).json()) as { templates: { id: string }[] }).templates
    for (const { id } of await all()) await client(`/api/templates/${id}`, { method: 'DELETE' })
    const visitor = await studio.revisit(look)
    await visitor.open('/templates')
    const offer = visitor.page.getByRole('region', { name: visitor.text('templates.startersTitle') })
    await expect.poll(() => offer.getByRole('listitem').count()).toBe(8)
    await expect
      .poll(() =>
        offer
          .locator('img')
          .evaluateAll((pictures) =>
            pictures.slice(0, 2).every((one) => (one as HTMLImageElement).naturalWidth > 0),
          ),
      )
      .toBe(true)
    expect(await axeFindings(visitor.page)).toEqual([])
    await visitor.button('templates.startersAdd', offer).click()
    await expect.poll(async () => (await all()).length).toBe(8)
    await visitor.page.getByRole('article').first().waitFor()
    await client('/api/templates/starter-poster', { method: 'DELETE' })
    await visitor.button('templates.more').click()
    await visitor.page
      .getByRole('menuitem', { name: visitor.text('templates.startersAdd'), exact: true })
      .click()
    await expect.poll(async () => (await all()).length).toBe(8)
  })
})
