import { execFileSync } from 'node:child_process'
import { linkSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CDPSession, Page } from 'playwright-core'
import { openBrowser } from '../harness/browser'
import { StudioServer } from '../harness/server'
import { paint } from '../harness/tasks'

/**
 * Measures the gallery's page with very many pictures: how soon the first rows are there, whether scrolling is smooth and whether
 * memory stays bounded. `bench/gallery-ui.sh` runs it and names in `STUDIO_SEED` the command that fills a database.
 */
const ENTRIES = Number(process.env.ENTRIES ?? 100_000)
const SCREENS = 50
/** The newest entries, more than are scrolled by. */
const SEEN = 3_000
const VIEWPORT = { width: 1280, height: 800 }

const server = await StudioServer.start('many-pictures')
const browser = await openBrowser()
try {
  const client = await server.client()
  await paint(client, 'sunset over the sea')
  const [command = '', ...seed] = (process.env.STUDIO_SEED ?? '').split(' ')
  execFileSync(command, [...seed, join(server.folder, 'data'), String(ENTRIES)], { stdio: 'inherit' })

  linkThumbnails(join(server.folder, 'gallery/thumbnails'))

  const context = await browser.newContext({ viewport: VIEWPORT, baseURL: server.address, locale: 'en' })
  const page = await context.newPage()
  await page.goto('/webui/sign-in')
  await page.fill('input[name=password]', server.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(/create/)
  const session = await context.newCDPSession(page)

  report('first rows, by a link', await firstRows(page, () => page.goto('/webui/gallery')), 'ms')
  await page.goto('/webui/create')
  const link = page.getByRole('navigation').first().getByRole('link', { name: 'Gallery' })
  report('first rows, by the navigation', await firstRows(page, () => link.click()), 'ms')
  report('search, from the last key to its rows', await search(page), 'ms')
  // The first of all was also the server's first: a JVM without its start-up cache reads its classes then.
  report('first rows, by a link again', await firstRows(page, () => page.goto('/webui/gallery')), 'ms')
  await page.goto('/webui/gallery')
  await page.getByRole('gridcell').first().waitFor()

  report('heap before scrolling', await heap(session), 'MB')
  await session.send('Profiler.enable')
  await session.send('Profiler.start')
  const { gaps, long } = await scroll(page)
  const { profile } = await session.send('Profiler.stop')
  gaps.sort((a, b) => a - b)
  report(`frames over ${SCREENS} screens`, gaps.length, '')
  report('gap between frames, median', gaps[Math.floor(gaps.length / 2)] ?? 0, 'ms')
  report('gap between frames, 95 in 100', gaps[Math.floor(gaps.length * 0.95)] ?? 0, 'ms')
  report('gap between frames, worst', gaps.at(-1) ?? 0, 'ms')
  report(
    'long tasks (over 50 ms)',
    long.length,
    `of together ${Math.round(long.reduce((sum, ms) => sum + ms, 0))} ms`,
  )
  report('heap after scrolling', await heap(session), 'MB')
  report('elements in the page', await page.evaluate(() => document.querySelectorAll('*').length), '')
  console.log('\nWhere the time of scrolling went:')
  for (const [name, share] of busiest(profile))
    console.log(`  ${(share * 100).toFixed(1).padStart(5)} %  ${name}`)
} finally {
  await browser.close()
  await server.stop()
}

function report(what: string, value: number, unit: string): void {
  console.log(`${what.padEnd(42)} ${String(Math.round(value * 10) / 10).padStart(8)} ${unit}`)
}

/** The seeded entries have no files; each that comes into sight gets the thumbnail of the one that was painted. */
function linkThumbnails(folder: string): void {
  const [painted = ''] = readdirSync(folder)
  for (let i = 1; i <= Math.min(ENTRIES, SEEN); i++) {
    linkSync(join(folder, painted), join(folder, `thumb-bench-${String(ENTRIES - i).padStart(8, '0')}.png`))
  }
}

async function firstRows(page: Page, go: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  const shown = page.waitForFunction(
    () => {
      const pictures = [...document.querySelectorAll<HTMLImageElement>('[role=gridcell] img')]
      return pictures.length >= 10 && pictures.slice(0, 10).every((picture) => picture.complete)
    },
    undefined,
    { polling: 'raf' },
  )
  await Promise.all([go(), shown]).catch(async () => {
    // A navigation throws away what waits in the page that is left.
    await page.waitForFunction(() => document.querySelectorAll('[role=gridcell] img').length >= 10)
  })
  return performance.now() - begin
}

async function search(page: Page): Promise<number> {
  const field = page.getByRole('searchbox').first()
  await field.pressSequentially('number 7777', { delay: 40 })
  const begin = performance.now()
  await page.waitForFunction(
    () => {
      const names = [...document.querySelectorAll('[role=gridcell] a')].map(
        (link) => link.getAttribute('aria-label') ?? '',
      )
      return names.length > 0 && names.every((name) => name.includes('number 7777'))
    },
    undefined,
    { polling: 'raf' },
  )
  return performance.now() - begin
}

/** Scrolls as a steady hand does, some pixels in each frame. */
function scroll(page: Page): Promise<{ gaps: number[]; long: number[] }> {
  return page.evaluate(
    (distance) =>
      new Promise<{ gaps: number[]; long: number[] }>((resolve) => {
        const gaps: number[] = []
        const long: number[] = []
        const observer = new PerformanceObserver((list) =>
          long.push(...list.getEntries().map((entry) => entry.duration)),
        )
        observer.observe({ entryTypes: ['longtask'] })
        let before = performance.now()
        let left = distance
        requestAnimationFrame(function step(now) {
          gaps.push(now - before)
          before = now
          left -= 48
          window.scrollBy(0, 48)
          if (left > 0) requestAnimationFrame(step)
          else resolve({ gaps: gaps.slice(1), long })
        })
      }),
    SCREENS * VIEWPORT.height,
  )
}

async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize / 1024 / 1024
}

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[]
  samples?: number[]
}

function busiest({ nodes, samples = [] }: Profile): [string, number][] {
  const names = new Map(
    nodes.map(({ id, callFrame }) => [
      id,
      `${callFrame.functionName || '(anonymous)'} ${callFrame.url.split('/').at(-1)}`,
    ]),
  )
  const counts = new Map<string, number>()
  for (const sample of samples) {
    const name = names.get(sample) ?? '?'
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 12)
    .map(([name, count]) => [name, count / samples.length])
}
