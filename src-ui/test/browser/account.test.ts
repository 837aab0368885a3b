import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { DESK, PHONE, site } from './harness/visit'

const NEXT = 'harbour lights 2026'

let original = ''

// Above the site, so that it comes after: with the password all sessions end, and an open page would be refused.
afterEach(async () => {
  if (!original) return
  writeFileSync(configFile(), original)
  original = ''
  // Seldom: each try before the file is read again counts as a wrong password.
  const back = () => studio.server.session().then(Boolean, () => false)
  await expect.poll(back, { interval: 2_000, timeout: 30_000 }).toBe(true)
})

// Streams notice soon that their session has ended, so that nothing here depends on when they do.
const studio = site('account', { SSE_HEARTBEAT_MS: '1000' })
const configFile = () => join(studio.server.folder, 'config/app.config.json')

describe.each([DESK, PHONE])('who is signed in ($size, $language)', (look) => {
  it('stays for 30 days when asked to', async () => {
    const visitor = await studio.visit(look)
    await visitor.open('/settings/account')
    await visitor.page.getByRole('switch', { name: visitor.text('signIn.remember') }).check()
    await visitor.signIn()
    await visitor.page.getByText(visitor.text('settings.account.thisDevice'), { exact: true }).waitFor()
    const [cookie] = (await visitor.page.context().cookies()).filter(({ name }) => name === 'studio_session')
    const days = ((cookie?.expires ?? 0) - Date.now() / 1000) / 86_400
    expect(days).toBeGreaterThan(29.9)
    await visitor.page.getByText(visitor.pattern('settings.account.until')).first().waitFor()
  })

  it('signs another device out, and that one asks for the password', async () => {
    const other = await studio.visit(look)
    other.complaints.expect(/answer 401/)
    await other.enter('/templates')
    await studio.server.session()
    const visitor = await studio.visit(look)
    await visitor.enter('/settings/account')
    const row = visitor.page
      .getByRole('listitem')
      .filter({ hasNotText: visitor.text('settings.account.thisDevice') })
      .filter({ hasText: 'Chrome' })
      .first()
    await row.getByRole('button').click()
    await visitor.page
      .getByRole('alertdialog')
      .getByRole('button', { name: visitor.text('signIn.out') })
      .click()
    await visitor.page.getByText(visitor.text('settings.account.ended')).waitFor()
    await visitor.button('settings.account.others').click()
    await visitor.page.getByText(visitor.text('settings.account.othersEnded'), { exact: true }).waitFor()
    await other.page.reload()
    await other.button('signIn.title').waitFor()
    await expect.poll(() => visitor.page.getByRole('main').getByRole('listitem').count()).toBe(1)
  })

  it('signs every device out, this one too', async () => {
    const visitor = await studio.visit(look)
    await visitor.enter('/settings/account')
    await visitor.button('settings.account.everywhere').click()
    await visitor.page
      .getByRole('alertdialog')
      .getByRole('button', { name: visitor.text('settings.account.everywhere') })
      .click()
    await visitor.button('signIn.title').waitFor()
    await visitor.arriveAt(/^\/sign-in/)
  })

  it('changes the password, stays, and signs the others out', async () => {
    const other = await studio.visit(look)
    other.complaints.expect(/answer 401/)
    await other.enter('/templates')
    const visitor = await studio.visit(look)
    visitor.complaints.expect(/answer 400: PUT .*\/api\/password/)
    await visitor.enter('/settings/account')
    original = readFileSync(configFile(), 'utf8')

    await visitor.field('settings.account.present').fill('not this one')
    await visitor.field('settings.account.new').fill(NEXT)
    await visitor.button('settings.account.change').click()
    await expect
      .poll(() => visitor.field('settings.account.present').getAttribute('aria-invalid'))
      .toBe('true')
    await visitor.field('settings.account.present').fill(studio.server.password)
    await visitor.button('settings.account.change').click()
    await visitor.page.getByText(visitor.text('settings.account.changed')).waitFor()

    await visitor.page.reload()
    await visitor.page.getByText(visitor.text('settings.account.thisDevice'), { exact: true }).waitFor()
    await expect.poll(() => visitor.page.getByRole('main').getByRole('listitem').count()).toBe(1)
    await other.page.reload()
    await other.signIn(NEXT)
    await other.arriveAt('/templates')
  })
})

it('says where the password is set when that is elsewhere', async () => {
  const visitor = await studio.visit(DESK)
  await visitor.enter('/settings/appearance')
  original = readFileSync(configFile(), 'utf8')
  const secret = join(studio.server.folder, 'password.txt')
  writeFileSync(secret, studio.server.password)
  const tree = JSON.parse(original) as { auth: Record<string, string> }
  writeFileSync(configFile(), JSON.stringify({ ...tree, auth: { ...tree.auth, password: `file:${secret}` } }))
  const client = await studio.server.client()
  const changeable = async () =>
    ((await (await client('/api/password')).json()) as { changeable: boolean }).changeable
  await expect.poll(changeable, { timeout: 20_000 }).toBe(false)
  await visitor.page.getByRole('link', { name: visitor.text('settings.sections.account') }).click()
  await visitor.page.getByText('密钥文件').waitFor()
  expect(await visitor.field('settings.account.new').count()).toBe(0)
})
