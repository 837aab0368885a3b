import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../harness/browser'
import { StudioServer } from '../harness/server'
import { paint, send, type Client } from '../harness/tasks'

/**
 * Takes every screen of the packaged server into shots/: a desktop and a phone, light (Chinese) and dark (English), in a studio
 * in which there is something to see. `make shots` runs it.
 */
const folder = join(import.meta.dirname, '../../../../shots')

const LOOKS = [
  { name: '1280-light-zh', viewport: { width: 1280, height: 800 }, colorScheme: 'light', locale: 'zh-CN' },
  { name: '1280-dark-en', viewport: { width: 1280, height: 800 }, colorScheme: 'dark', locale: 'en-US' },
  { name: '360-light-zh', viewport: { width: 360, height: 740 }, colorScheme: 'light', locale: 'zh-CN' },
  { name: '360-dark-en', viewport: { width: 360, height: 740 }, colorScheme: 'dark', locale: 'en-US' },
] as const

const PICTURES: [prompt: string, options: Record<string, unknown>][] = [
  ['Sunset over the sea, a small boat, long warm reflections', { aspectRatio: '16:9' }],
  ['雪山之巅的极光，清晨薄雾', { aspectRatio: '3:2' }],
  ['A forest in the mist, early light between the trees', { aspectRatio: '2:3' }],
  ['夜晚的城市，霓虹与雨', { aspectRatio: '9:16' }],
  ['Hot-air balloons above green hills at dawn', { aspectRatio: '4:3' }],
  ['沙漠里的日落，一只小猫', { aspectRatio: '1:1' }],
  ['A field of flowers below the mountains, birds in the sky', { aspectRatio: '3:2' }],
  ['Abstract waves in blue and sand', { aspectRatio: '1:1', n: 4 }],
  ['海边的小镇，晴天，白帆', { aspectRatio: '16:9' }],
  ['Aurora over a frozen sea', { aspectRatio: '21:9' }],
]

const SCREENS: [name: string, route: string][] = [
  ['create', '/create'],
  ['gallery', '/gallery'],
  ['tasks', '/tasks'],
  ['templates', '/templates'],
  ['settings', '/settings'],
  ['settings-api', '/settings/api'],
  ['settings-config', '/settings/api?edit=practice'],
  ['settings-usage', '/settings/usage'],
  ['settings-storage', '/settings/storage'],
  ['settings-doctor', '/settings/doctor'],
  ['settings-appearance', '/settings/appearance'],
  ['settings-about', '/settings/about'],
  ['logs', '/logs'],
]

const server = await StudioServer.start('shots', { MAX_CONCURRENT_TASKS: '4' })
const browser = await openBrowser()
try {
  mkdirSync(folder, { recursive: true })
  const client = await server.client()
  const shown = await fill(client)
  for (const look of LOOKS) await take(browser, look, client, shown)
  console.log(`The screens are in ${folder}`)
} finally {
  await browser.close()
  await server.stop()
}

/** Something to see; returns the gallery entry that the viewer shows. */
async function fill(client: Client): Promise<string> {
  for (const [prompt, options] of PICTURES)
    await paint(client, prompt, { model: 'sandbox-painter', ...options })
  const gallery = (await (await client('/api/gallery?limit=50')).json()) as { entries: { id: string }[] }
  const ids = gallery.entries.map((entry) => entry.id)
  await client('/api/gallery/favorite', {
    method: 'POST',
    body: JSON.stringify({ ids: ids.filter((_, index) => index % 3 === 0), favorite: true }),
  })
  await paint(client, '[refuse] 一幅被拒绝的画')
  await paint(client, '[402] A picture without a budget')
  return ids[0] ?? ''
}

async function take(
  opened: Browser,
  look: (typeof LOOKS)[number],
  client: Client,
  entry: string,
): Promise<void> {
  const { name, ...options } = look
  const phone = look.viewport.width < 600
  const context = await opened.newContext({
    ...options,
    ...(phone ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}),
    baseURL: server.address,
  })
  const page = await context.newPage()
  await shoot(page, '/sign-in', `sign-in-${name}`)
  await page.fill('input[name=password]', server.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(/create/)
  const running = await send(client, `[slow 60s] [drip 60s] 远山、薄雾与一只热气球`, { aspectRatio: '3:2' })
  for (const [screen, route] of SCREENS) await shoot(page, route, `${screen}-${name}`)
  await shoot(page, `/gallery/${entry}`, `viewer-${name}`)
  await client(`/api/generate/task/${running}`, { method: 'DELETE' })
  await context.close()
}

async function shoot(page: Page, route: string, file: string): Promise<void> {
  await page.goto(`/webui${route}`)
  await page.locator('main').first().waitFor()
  await page
    .waitForFunction(
      () =>
        document.querySelector('main .skeleton:not(:has(*)):empty') === null &&
        [...document.images].every((image) => image.complete),
      undefined,
      { timeout: 5_000 },
    )
    .catch(() => undefined)
  await page.waitForTimeout(400)
  await page.screenshot({ path: join(folder, `${file}.png`) })
}
