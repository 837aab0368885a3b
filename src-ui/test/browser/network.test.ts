import { describe, expect, it } from 'vitest'
import { CreatePage } from './harness/create'
import { paint, send } from './harness/tasks'
import { DESK, PHONE, site } from './harness/visit'

const studio = site('network', { MAX_CONCURRENT_TASKS: '2' })
const STREAM = '**/api/tasks/events'

describe.each([DESK, PHONE])('on a broken network ($size, $language)', (look) => {
  it('asks every few seconds where event streams do not pass, says so, and goes live again', async () => {
    const visitor = await studio.revisit(look)
    visitor.complaints.expect(/tasks\/events/)
    await visitor.page.route(STREAM, (route) => route.abort('connectionreset'))
    await visitor.open('/create')
    const told = visitor.page.getByText(visitor.text('connection.polling'))
    await told.waitFor()
    const prompt = `a bridge seen by asking ${look.size}`
    await send(await studio.server.client(), prompt)
    await new CreatePage(visitor).picture(prompt).waitFor()

    await visitor.page.unroute(STREAM)
    await visitor.page.evaluate(() => window.dispatchEvent(new Event('online')))
    await told.waitFor({ state: 'hidden' })
  })

  it('says that there is no connection, keeps what is there, and catches up', async () => {
    const visitor = await studio.revisit(look)
    visitor.complaints.expect(/INTERNET_DISCONNECTED|NETWORK_CHANGED|Failed to fetch/)
    const create = new CreatePage(visitor)
    const client = await studio.server.client()
    const early = `a mill before ${look.size}`
    await paint(client, early)
    await visitor.open('/create')
    await create.picture(early).waitFor()
    await create.prompt.fill('written without a network')
    await visitor.page.context().setOffline(true)
    await visitor.page.getByText(visitor.text('connection.device')).waitFor()
    expect(await create.picture(early).isVisible()).toBe(true)

    const late = `a mill meanwhile ${look.size}`
    await paint(client, late)
    await visitor.page.context().setOffline(false)
    await create.picture(late).waitFor()
    expect(await create.prompt.inputValue()).toBe('written without a network')
  })

  it('does not pay twice when the answer to a request is lost', async () => {
    const visitor = await studio.revisit(look)
    visitor.complaints.expect(/generate\/task/)
    await visitor.open('/create')
    const create = new CreatePage(visitor)
    const prompt = `a tower asked for once ${look.size}`
    let lost = 0
    await visitor.page.route('**/api/generate/task', async (route) => {
      if (lost++ > 0) return route.continue()
      await route.fetch()
      await route.abort('connectionreset')
    })
    await create.generate(prompt)
    await create.picture(prompt).waitFor()
    await create.generateButton.click()
    await expect.poll(() => lost).toBeGreaterThan(1)
    const { tasks } = (await (await (await studio.server.client())('/api/tasks')).json()) as {
      tasks: { payload: { promptStart: string } }[]
    }
    expect(tasks.filter(({ payload }) => payload.promptStart.includes(prompt)).length).toBe(1)
  })
})
