import { describe, expect, it } from 'vitest'
import { DESK, PHONE, site } from './harness/visit'

const studio = site('sign-in')

describe.each([DESK, PHONE])('signing in ($size, $language)', (look) => {
  it('says in place that the password is wrong, and leads to the wanted page when it is right', async () => {
    const visitor = await studio.visit(look)
    visitor.complaints.expect(/answer 401: POST .*\/api\/login/)
    await visitor.open('/gallery?q=lake')
    await visitor.signIn('not this one')
    await visitor.page.getByText(visitor.text('signIn.wrong')).waitFor()
    expect(await visitor.field('signIn.password').getAttribute('aria-invalid')).toBe('true')

    await visitor.signIn()
    await visitor.arriveAt('/gallery?q=lake')
    await visitor.navigation.waitFor()
  })

  it('shows and hides what is typed', async () => {
    const visitor = await studio.visit(look)
    await visitor.open('/')
    const field = visitor.field('signIn.password')
    await field.fill('harbour')
    expect(await field.getAttribute('type')).toBe('password')
    await visitor.button('signIn.show').click()
    expect(await field.getAttribute('type')).toBe('text')
    await visitor.button('signIn.hide').click()
    expect(await field.getAttribute('type')).toBe('password')
    expect(await field.inputValue()).toBe('harbour')
  })

  it('lasts over a reload and in another tab', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter('/tasks')
    await visitor.page.reload()
    await visitor.navigation.waitFor()
    await visitor.arriveAt('/tasks')
    const other = await visitor.page.context().newPage()
    await other.goto('/webui/templates')
    await other.getByRole('navigation', { name: visitor.text('nav.label') }).waitFor()
  })

  it('is asked for again when the server no longer knows the session, and leads back', async () => {
    const visitor = await studio.visit(look)
    visitor.complaints.expect(/answer 401: GET/)
    await visitor.enter('/templates')
    await visitor.expire(studio.server.address)
    await visitor.page.reload()
    await visitor.button('signIn.title').waitFor()
    expect(new URL(visitor.page.url()).searchParams.get('to')).toBe('/templates')
    await visitor.signIn()
    await visitor.arriveAt('/templates')
  })
})

it('says goodbye at the rail, here and in other tabs', async () => {
  const visitor = await studio.visit(DESK)
  await visitor.enter()
  const other = await visitor.page.context().newPage()
  await other.goto('/webui/gallery')
  await other.getByRole('navigation', { name: visitor.text('nav.label') }).waitFor()
  await visitor.button('signIn.out').click()
  await visitor.button('signIn.title').waitFor()
  await other.getByRole('button', { name: visitor.text('signIn.title') }).waitFor()
})

it('counts down when there were too many attempts', async () => {
  const visitor = await studio.visit(DESK)
  visitor.complaints.expect(/answer (401|429): POST .*\/api\/login/)
  await visitor.open('/')
  const submit = visitor.button('signIn.title')
  const waits = visitor.page.getByText(visitor.pattern('signIn.wait'))
  for (let attempt = 0; attempt < 30 && (await waits.count()) === 0; attempt++) {
    const answered = visitor.page.waitForResponse(/\/api\/login$/)
    await visitor.signIn(`guess ${attempt}`)
    await answered
    await visitor.page.waitForFunction(() => !document.querySelector('[aria-busy=true]'))
  }
  await waits.waitFor()
  expect(await submit.isDisabled()).toBe(true)
  const seconds = async () => Number(/\d+/.exec((await waits.textContent()) ?? '')?.[0])
  const first = await seconds()
  await expect.poll(seconds, { timeout: 10_000 }).toBeLessThan(first)
})
