import { expect, it } from 'vitest'
import { paint } from './harness/tasks'
import { DESK, site } from './harness/visit'

const studio = site('below', { STUDIO_BASE_PATH: '/studio' })

it('lives below a path of its host: page, API, pictures and live tasks', async () => {
  await paint(await studio.server.client(), 'a calm lake')
  const visitor = await studio.visit(DESK)
  const { page } = visitor
  // Past the proxy, too, it is led to the one address it lives at.
  await page.goto('/webui/gallery')
  await expect.poll(() => new URL(page.url()).pathname).toBe('/studio/webui/sign-in')
  await visitor.signIn()
  await expect.poll(() => new URL(page.url()).pathname).toBe('/studio/webui/gallery')
  const picture = page.getByRole('main').locator('img').first()
  await picture.waitFor()
  expect(await picture.getAttribute('src')).toMatch(/^\/studio\/gallery\/thumbnails\//)
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0)
  await page.reload()
  await picture.waitFor()
  const cookies = await page.context().cookies(`${studio.server.address}/studio/`)
  expect(cookies.map(({ path }) => path)).toEqual(['/studio/'])
})
