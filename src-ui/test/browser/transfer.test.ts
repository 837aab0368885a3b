import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { paint } from './harness/tasks'
import type { Studio } from './harness/studio'
import { DESK, PHONE, site } from './harness/visit'

const studio = site('transfer')

describe.each([DESK, PHONE])('what comes in and goes out ($size, $language)', (look) => {
  it('takes pictures in, once, shows them in the gallery, and says what was left out', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter('/settings/transfer')
    const picture = await painted(look.size)
    const choose = async () => {
      await visitor.page
        .getByLabel(visitor.text('settings.transfer.chooseFiles'))
        .and(visitor.page.locator('input'))
        .setInputFiles([
          { name: 'harbour.png', mimeType: 'image/png', buffer: picture },
          { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no picture') },
        ])
      await visitor.page.getByText(visitor.text('settings.transfer.state.done')).waitFor()
    }
    await choose()
    const panel = visitor.page.getByRole('region', { name: visitor.text('settings.transfer.import') })
    await panel.getByRole('group').click()
    await panel.getByText('broken.png').waitFor()
    await panel.getByRole('link', { name: visitor.text('settings.transfer.look') }).click()
    await visitor.arriveAt('/gallery')
    await visitor.page.goBack()
    await choose()
    await panel.getByText(visitor.text('settings.transfer.known', { count: 1 })).waitFor()
  })

  it("shows what an earlier server's settings would become, merges them, and keeps what is here", async () => {
    const visitor = await studio.visit(look)
    await visitor.enter('/settings/transfer')
    const label = `Old router ${look.size}`
    const settings = {
      auth: { password: 'of the other server' },
      apiConfigs: [
        {
          id: `old-${look.size}`,
          label,
          endpoint: 'https://relay.example/v1',
          model: 'm',
          apiKey: 'sk-secret',
        },
        {
          id: 'practice',
          label: 'Practice',
          endpoint: 'https://elsewhere.example',
          model: 'x',
          apiKey: 'sk-x',
        },
      ],
      templates: [{ id: `old-${look.size}`, title: `Owl ${look.size}`, prompt: `an owl ${look.size}` }],
    }
    const tasks = [
      { id: `old-${look.size}`, status: 'done', createdAt: 1764577800123, rawPayload: { prompt: 'an owl' } },
    ]
    const json = (name: string, content: unknown) => ({
      name,
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(content)),
    })
    const seen: string[] = []
    visitor.page.on('response', async (response) => {
      if (response.url().includes('/api/')) seen.push(await response.text().catch(() => ''))
    })
    await visitor.page
      .getByLabel(visitor.text('settings.transfer.chooseFiles'))
      .and(visitor.page.locator('input'))
      .setInputFiles([json('app.config.json', settings), json('tasks.json', tasks)])
    const found = visitor.page.getByRole('region', { name: visitor.text('settings.transfer.found.title') })
    const row = (name: string) => found.getByRole('listitem').filter({ hasText: name })
    await row(label).getByText(visitor.text('settings.transfer.found.new')).waitFor()
    await row('Practice').getByText(visitor.text('settings.transfer.found.different')).waitFor()
    await found.getByRole('switch').waitFor()
    await visitor.button('settings.transfer.found.take', found).click()
    await found.waitFor({ state: 'hidden' })

    const client = await studio.server.client()
    const { configs } = (await (await client('/api/api-configs')).json()) as {
      configs: { id: string; label: string; endpoint: string }[]
    }
    expect(configs.find(({ id }) => id === `old-${look.size}`)?.label).toBe(label)
    expect(configs.find(({ id }) => id === 'practice')?.endpoint).toContain(studio.server.address)
    const { templates } = (await (await client('/api/templates')).json()) as {
      templates: { prompt: string }[]
    }
    expect(templates.map(({ prompt }) => prompt)).toContain(`an owl ${look.size}`)
    expect((await client('/api/generate/task/old-' + look.size)).status).toBe(200)
    expect(seen.join()).not.toContain('sk-secret')
  })

  it('saves a backup and finds it whole, and a cut one broken', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter('/settings/transfer')
    const saved = visitor.page.waitForEvent('download')
    await visitor.button('settings.transfer.download').click()
    const download = await saved
    expect(download.suggestedFilename()).toMatch(/^image-studio-backup-.*\.tar$/)
    const archive = readFileSync(await download.path())

    await check(visitor, 'studio.tar', archive)
    await visitor.page.getByText(visitor.text('settings.transfer.whole')).waitFor()
    await visitor.page.getByText('image-studio restore studio.tar --replace').waitFor()
    await check(visitor, 'cut.tar', archive.subarray(0, archive.length / 2))
    await visitor.page.getByText(visitor.text('settings.transfer.broken')).waitFor()
  })
})

it('goes on at other places of the page', async () => {
  const visitor = await studio.visit(DESK)
  await visitor.enter('/settings/transfer')
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await visitor.page.route(/\/api\/imports\/.*\/files/, async (route) => {
    await held
    await route.continue()
  })
  await visitor.page
    .getByLabel(visitor.text('settings.transfer.chooseFiles'))
    .and(visitor.page.locator('input'))
    .setInputFiles([{ name: 'a.png', mimeType: 'image/png', buffer: await painted('elsewhere') }])
  await visitor.page.getByText(visitor.text('settings.transfer.sending')).waitFor()
  await visitor.goTo('gallery')
  release()
  await visitor.goTo('settings')
  await visitor.page.getByRole('link', { name: visitor.text('settings.sections.transfer') }).click()
  await visitor.page.getByText(visitor.text('settings.transfer.state.done')).waitFor()
  await visitor.page.getByText(visitor.text('settings.transfer.added', { count: 1 })).waitFor()
})

async function check(visitor: Studio, name: string, buffer: Buffer): Promise<void> {
  await visitor.page
    .getByLabel(visitor.text('settings.transfer.chooseBackup'))
    .and(visitor.page.locator('input'))
    .setInputFiles({ name, mimeType: 'application/x-tar', buffer })
}

/** A picture that the gallery does not have: one of its own, deleted for good. */
async function painted(prompt: string): Promise<Buffer> {
  const client = await studio.server.client()
  await paint(client, `import ${prompt}`)
  const { entries } = (await (await client('/api/gallery?limit=1')).json()) as {
    entries: { id: string; imagePath: string }[]
  }
  const [entry] = entries
  if (!entry) throw new Error('Nothing was painted')
  const bytes = Buffer.from(await (await client(entry.imagePath)).arrayBuffer())
  await client(`/api/gallery/${entry.id}`, { method: 'DELETE' })
  await client('/api/gallery/trash', { method: 'DELETE' })
  return bytes
}
