import { describe, expect, it } from 'vitest'
import { send } from './harness/tasks'
import { DESK, PHONE, site } from './harness/visit'

const studio = site('connections')

describe.each([DESK, PHONE])('settings and log ($size, $language)', (look) => {
  it('add an API config, say what is wrong with it, find its models, and work once it is right', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter('/settings/api')
    await visitor.open('/settings/api?edit=_new')
    const form = visitor.page.getByRole('dialog')
    const name = `Second ${look.size}`
    await visitor.field('configs.label', form).fill(name)
    await visitor.field('configs.endpoint', form).fill(`${studio.server.address}/sandbox/v1`)
    await visitor.field('configs.apiKey', form).fill('not-the-key')
    await visitor.field('parameter.model', form).fill('sandbox-paintre')
    await visitor.button('configs.saveAndTest', form).click()
    await form.getByText('bad_key').waitFor()
    await visitor.field('configs.apiKey', form).fill('sandbox:')
    await visitor.button('configs.saveAndFetch', form).click()
    await visitor.page
      .getByRole('option', { name: /sandbox-painter\b/ })
      .first()
      .waitFor()
    await visitor.page.reload()
    const client = await studio.server.client()
    const { configs } = (await (await client('/api/api-configs')).json()) as {
      configs: { label: string; hasApiKey: boolean }[]
    }
    expect(configs.find(({ label }) => label === name)?.hasApiKey).toBe(true)
    expect(await visitor.page.content()).not.toContain('sandbox:"')
  })

  it('show new lines of the log as they come, find them by text, and lead to the task', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter('/logs')
    await visitor.page.getByText(visitor.text('logs.state.live')).waitFor()
    const client = await studio.server.client()
    const task = await send(client, `a line to follow ${look.size}`)
    await visitor.page.getByText(task).first().waitFor()
    await visitor.page.getByRole('searchbox').fill(task)
    await visitor.arriveAt(/^\/logs\?.*q=/)
    await visitor.page.reload()
    await visitor.page.getByText(task).first().waitFor()
    await visitor.page.getByTitle(visitor.text('logs.toTask')).first().click()
    await visitor.arriveAt(/^\/tasks\?requestId=/)
    await visitor.page.getByText(`a line to follow ${look.size}`).first().waitFor()
  })
})
