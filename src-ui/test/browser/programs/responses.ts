import { execFileSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { openBrowser } from '../harness/browser'
import { StudioServer } from '../harness/server'
import { paint } from '../harness/tasks'
import { textOf } from '../harness/texts'

/**
 * Measures how soon the page answers a hand (interaction to next paint) on a processor that is four times slower: the composer
 * with RESULTS results beside it, and the gallery with ENTRIES entries. `bench/gallery-ui.sh` runs it and names in `STUDIO_SEED`
 * the command that fills a database.
 */
const RESULTS = Number(process.env.RESULTS ?? 300)
const ENTRIES = Number(process.env.ENTRIES ?? 100_000)
const SLOWER = 4
/** Between looking for a control and pressing it. */
const PAUSE_MS = 300

const server = await StudioServer.start('responses', { MAX_CONCURRENT_TASKS: '4', MAX_QUEUE_SIZE: '1000' })
const browser = await openBrowser()
try {
  const client = await server.client()
  for (let made = 0; made < RESULTS; made += 10)
    await Promise.all(
      Array.from({ length: Math.min(10, RESULTS - made) }, (_, i) =>
        paint(client, `${i % 2 === 0 ? 'A quiet lake' : '夜晚的城市'}, number ${made + i}`, {
          aspectRatio: ['1:1', '3:2', '2:3', '16:9'][i % 4],
        }),
      ),
    )
  const [command = '', ...seed] = (process.env.STUDIO_SEED ?? '').split(' ')
  execFileSync(command, [...seed, join(server.folder, 'data'), String(ENTRIES)], { stdio: 'inherit' })

  for (const phone of [false, true]) {
    const context = await browser.newContext({
      viewport: phone ? { width: 360, height: 740 } : { width: 1280, height: 800 },
      ...(phone ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}),
      baseURL: server.address,
      locale: 'en',
    })
    const page = await context.newPage()
    await page.addInitScript(watchInteractions)
    await page.goto('/webui/sign-in')
    await page.fill('input[name=password]', server.password)
    await page.keyboard.press('Enter')
    await page.waitForURL(/create/)
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    console.log(
      `\n${phone ? 'phone' : 'desk'}, processor ${SLOWER} times slower, load ${loadavg()[0]?.toFixed(1)}: interaction to next paint in ms`,
    )
    await create(page, phone)
    await gallery(page, phone)
    await context.close()
  }
} finally {
  await browser.close()
  await server.stop()
}

async function create(page: Page, phone: boolean): Promise<void> {
  await page.goto('/webui/create')
  const prompt = page.getByRole('textbox', { name: text('common.prompt') }).first()
  await prompt.waitFor()
  await page.locator('main img').first().waitFor()
  await measured(page, `create, ${RESULTS} results: typing`, async () => {
    await press(prompt, phone)
    await page.keyboard.type('A lighthouse at night', { delay: 60 })
  })
  await measured(page, 'create: generate', () =>
    press(page.getByRole('button', { name: text('create.generate'), exact: true }), phone),
  )
}

async function gallery(page: Page, phone: boolean): Promise<void> {
  await page.goto('/webui/gallery')
  const cells = page.getByRole('gridcell')
  await cells.first().waitFor()
  await measured(page, `gallery, ${ENTRIES} entries: search`, async () => {
    await press(page.getByRole('searchbox').first(), phone)
    await page.keyboard.type('number 77', { delay: 60 })
  })
  await page.goto('/webui/gallery')
  await cells.first().waitFor()
  await measured(page, 'gallery: open a picture, next, close', async () => {
    await press(cells.nth(1), phone)
    await page.getByRole('dialog').waitFor()
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight', { delay: 80 })
    await page.keyboard.press('Escape')
  })
  await measured(page, 'gallery: select', async () => {
    await press(page.getByRole('button', { name: text('gallery.select'), exact: true }), phone)
    for (let i = 0; i < 4; i++) await press(cells.nth(i), phone)
  })
}

/** Presses as a hand does: what finds the control would count among what the page does in answer. */
async function press(what: Locator, phone: boolean): Promise<void> {
  await what.scrollIntoViewIfNeeded()
  const box = await what.boundingBox()
  if (!box) throw new Error('There is nothing to press')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await what.page().waitForTimeout(PAUSE_MS)
  if (phone) await what.page().touchscreen.tap(x, y)
  else await what.page().mouse.click(x, y)
}

function text(key: string): string {
  return textOf('en', key)
}

interface Watched {
  interactions: Map<number, number>
}

/** Runs in the page: the longest event of each interaction. */
function watchInteractions(): void {
  interface Timing extends PerformanceEventTiming {
    interactionId: number
  }
  const interactions: Watched['interactions'] = new Map()
  ;(window as unknown as Watched).interactions = interactions
  new PerformanceObserver((list) => {
    for (const { interactionId: id, duration } of list.getEntries() as Timing[])
      if (id) interactions.set(id, Math.max(duration, interactions.get(id) ?? 0))
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
}

async function measured(page: Page, what: string, deed: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() => (window as unknown as Watched).interactions.clear())
  await deed()
  // Timings are told after the frame that shows the answer.
  await page.waitForTimeout(1_500)
  const times = await page.evaluate(() => [...(window as unknown as Watched).interactions.values()])
  times.sort((a, b) => a - b)
  const at = (share: number) => String(times[Math.floor(share * (times.length - 1))] ?? '–').padStart(5)
  console.log(`${what.padEnd(44)} median ${at(0.5)}  worst ${at(1)}  of ${times.length}`)
}
