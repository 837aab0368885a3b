import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../harness/browser'
import { StudioServer } from '../harness/server'
import { paint, send, type Client } from '../harness/tasks'
import { textOf, type Language } from '../harness/texts'

/**
 * Takes every screen and state of the packaged server into shots/: a phone, a desk and a wide desk, light and dark, in both
 * languages, in a studio in which there is something to see. `make shots` runs it; `ONLY=360-dark` takes those looks only,
 * `STATES=viewer` those screens and states whose names have it.
 */
const folder = join(import.meta.dirname, '../../../../shots')

interface Look {
  name: string
  phone: boolean
  viewport: { width: number; height: number }
  colorScheme: 'light' | 'dark'
  locale: Language
}

const SIZES = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]
const LOOKS: Look[] = SIZES.flatMap((viewport) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    (['zh-CN', 'en'] as const).map((locale) => ({
      name: `${viewport.width}-${colorScheme}-${locale.slice(0, 2)}`,
      phone: viewport.width < 600,
      viewport,
      colorScheme,
      locale,
    })),
  ),
).filter(({ name }) => name.includes(process.env.ONLY ?? ''))

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
  ['settings-transfer', '/settings/transfer'],
  ['settings-account', '/settings/account'],
  ['settings-doctor', '/settings/doctor'],
  ['settings-appearance', '/settings/appearance'],
  ['settings-about', '/settings/about'],
  ['logs', '/logs'],
]

/** What `STATES` asks for; everything without it. */
const wanted = ([name]: readonly [string, ...unknown[]]): boolean => name.includes(process.env.STATES ?? '')

type Text = (key: string) => string

const press = (key: string) => (page: Page, text: Text) =>
  page
    .getByRole('button', { name: text(key), exact: true })
    .first()
    .click()

/** Opens the picker of a setting. */
const pick = (setting: string) => (page: Page, text: Text) =>
  page
    .getByRole('button', { name: new RegExp(`^${text(setting)}[:：]`) })
    .first()
    .click()

/** Presses a key of the viewer, which must be there. */
const key = (pressed: string) => async (page: Page) => {
  await page.getByRole('toolbar').waitFor()
  await page.keyboard.press(pressed)
}

/** Opens the details beside the viewer, or closes them: they are there on a desk from the beginning. */
const details = (open: boolean) => async (page: Page, text: Text) => {
  await page.getByRole('toolbar').waitFor()
  const panel = page.getByRole('complementary', { name: text('common.details'), exact: true })
  if ((await panel.isVisible()) !== open) await page.keyboard.press('i')
}

/** On a phone most of the composer is folded away until its prompt has the focus. */
const tool = (label: string) => async (page: Page, text: Text) => {
  const unfold = page.getByRole('button', { name: text('create.expand'), exact: true })
  if (await unfold.isVisible()) await unfold.click()
  await press(label)(page, text)
}

/** Begins an import whose pictures stay on their way. */
async function underWay(page: Page, text: Text): Promise<void> {
  await page.route(/\/api\/imports\/.*\/files/, () => undefined)
  await page
    .getByLabel(text('settings.transfer.chooseFiles'))
    .and(page.locator('input'))
    .setInputFiles([{ name: 'harbour.png', mimeType: 'image/png', buffer: Buffer.alloc(2_000_000) }])
  await page.getByText(text('settings.transfer.sending')).waitFor()
}

/** What a text with a number says, whatever the number. */
const countedBy = (text: string): RegExp =>
  new RegExp(`^${text.split(' | ').at(-1)?.replace('{n}', '\\d+')}$`)

type State = [name: string, route: string, deed: (page: Page, text: Text) => Promise<unknown>]

/** What a page looks like once something has been done on it. */
const STATES: State[] = [
  ['create-model', '/create', pick('parameter.model')],
  ['create-shape', '/create', pick('options.shape')],
  ['create-count', '/create', pick('parameter.n')],
  ['create-quality', '/create', pick('parameter.quality')],
  ['create-more', '/create', pick('options.rest')],
  ['create-templates', '/create', tool('nav.templates')],
  ['create-history', '/create', tool('prompts.short')],
  ['create-drafts', '/create', tool('drafts.title')],
  [
    'create-refused',
    '/create',
    async (page, text) => {
      await page.getByLabel(text('common.prompt'), { exact: true }).first().fill('')
      await press('create.generate')(page, text)
    },
  ],
  [
    'create-stack',
    '/create',
    (page, text) =>
      page
        .getByRole('button', { name: countedBy(text('stage.openStack')) })
        .first()
        .click(),
  ],
  // What follows is kept by the composer, or takes what is on the stage away.
  [
    'create-save-template',
    '/create',
    async (page, text) => {
      await page.getByLabel(text('common.prompt'), { exact: true }).first().fill('A quiet harbour')
      await tool('templates.saveAs')(page, text)
    },
  ],
  ['create-references', '/create', tool('references.title')],
  ['create-undo', '/create', press('stage.clear')],
  [
    'gallery-selection',
    '/gallery',
    async (page, text) => {
      await press('gallery.select')(page, text)
      for (let i = 0; i < 3; i++) await page.getByRole('gridcell').nth(i).click()
    },
  ],
  ['gallery-filters', '/gallery', press('gallery.filters')],
  ['gallery-nothing', '/gallery?q=nowhere-to-be-found', () => Promise.resolve()],
  ['gallery-trash', '/gallery', press('gallery.trash')],
  ['template-editor', '/templates', press('templates.add')],
  ['settings-import', '/settings/transfer', underWay],
  ['not-found', '/nowhere', () => Promise.resolve()],
]

/** What the viewer looks like; the picture was made from another one. */
const OF_VIEWER: [name: string, deed: State[2]][] = [
  ['viewer', details(false)],
  ['viewer-details', details(true)],
  ['viewer-help', key('?')],
  ['viewer-compare', key('c')],
  ['viewer-actual', key('1')],
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
  await paint(client, 'The same shore in winter, snow on the sand', {
    images: [`gallery:${ids[0]}`],
    aspectRatio: '16:9',
  })
  await client('/api/gallery/delete', { method: 'POST', body: JSON.stringify({ ids: ids.slice(-2) }) })
  await paint(client, '[refuse] 一幅被拒绝的画')
  await paint(client, '[402] A picture without a budget')
  const newest = (await (await client('/api/gallery?limit=1')).json()) as typeof gallery
  return newest.entries[0]?.id ?? ''
}

async function take(opened: Browser, look: Look, client: Client, entry: string): Promise<void> {
  const { name, phone, ...options } = look
  const text: Text = (key) => textOf(look.locale, key)
  const context = await opened.newContext({
    ...options,
    ...(phone ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}),
    baseURL: server.address,
  })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  await shoot(page, '/sign-in', `sign-in-${name}`)
  await page.fill('input[name=password]', server.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(/create/)
  const running = await send(client, `[slow 600s] [drip 600s] 远山、薄雾与一只热气球`, { aspectRatio: '3:2' })
  for (const [screen, route] of SCREENS.filter(wanted)) await shoot(page, route, `${screen}-${name}`)
  const states = [
    ...OF_VIEWER.map(([state, deed]): State => [state, `/gallery/${entry}`, deed]),
    ...STATES,
  ].filter(wanted)
  for (const [state, route, deed] of states) {
    await page.goto(`/webui${route}`)
    await settle(page)
    await deed(page, text).catch((error: unknown) => {
      process.exitCode = 1
      console.log(`${state}-${name} could not be reached: ${String(error).split('\n')[0]}`)
    })
    await page.waitForTimeout(400)
    await page.screenshot({ path: join(folder, `${state}-${name}.png`) })
  }
  await client(`/api/generate/task/${running}`, { method: 'DELETE' })
  await context.close()
}

async function shoot(page: Page, route: string, file: string): Promise<void> {
  await page.goto(`/webui${route}`)
  await settle(page)
  await page.screenshot({ path: join(folder, `${file}.png`) })
}

async function settle(page: Page): Promise<void> {
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
}
