import { describe, expect, it } from 'vitest'
import { DESK, PHONE, site } from './harness/visit'

const studio = site('doctor')

describe.each([DESK, PHONE])('the check-up ($size, $language)', (look) => {
  it('measures the way to the server and says what the server finds', async () => {
    const visitor = await studio.revisit(look)
    await visitor.open('/settings/doctor')
    const main = visitor.page.getByRole('main')
    await main.getByText(visitor.text('settings.doctor.measured.eventsLive')).waitFor()
    await main.getByText(visitor.text('settings.doctor.measured.clockTogether')).waitFor()
    await main.getByText(visitor.text('settings.doctor.check.database'), { exact: true }).waitFor()
    expect(await visitor.heading('settings.doctor.advice').count()).toBe(0)
    await visitor.button('settings.doctor.tryUpstreams').click()
    await main.getByText('Practice', { exact: false }).first().waitFor()
  })
})

it('finds the size at which a proxy refuses, and prints the lines that cure it', async () => {
  const visitor = await studio.revisit(DESK)
  const { page } = visitor
  // A proxy that lets three sizes through: one, two and eight megabytes.
  let bodies = 0
  await page.route('**/api/doctor/echo', (route) => {
    bodies += 1
    return bodies > 3
      ? route.fulfill({ status: 413, body: 'too large' })
      : route.fulfill({ status: 200, json: { bytes: 1 } })
  })
  visitor.complaints.expect(/answer 413/)
  await visitor.open('/settings/doctor')
  await page.getByText(visitor.text('settings.doctor.measured.clockTogether')).waitFor()
  await visitor.button('settings.doctor.measure').first().click()
  await page.getByText(visitor.pattern('settings.doctor.measured.bodyRefused')).waitFor()
  await visitor.heading('settings.doctor.advice').waitFor()
  expect(await page.locator('pre').innerText()).toContain('client_max_body_size 64m;')
  await page.getByRole('radio', { name: 'Caddy' }).check()
  expect(await page.locator('pre').innerText()).toContain('max_size 64MiB')
})
