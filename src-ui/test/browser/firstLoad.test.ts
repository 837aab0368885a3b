import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { SCREENS } from './harness/screens'
import { paint } from './harness/tasks'
import { DESK, PHONE, site } from './harness/visit'

/** Of scripts and styles, as they come over the wire. */
const LIMIT = 140_000
/** Of the whole page's area, as browsers count it (cumulative layout shift). */
const MOST_SHIFT = 0.05
/** For all pages in turn, each of which is waited for, ms. */
const LONGEST = 300_000

const studio = site('first-load')

beforeAll(async () => {
  const client = await studio.server.client()
  const shapes = ['16:9', '1:1', '2:3', '3:2']
  await Promise.all(
    shapes.map((aspectRatio) => paint(client, `A shore in ${aspectRatio}`, { aspectRatio, n: 2 })),
  )
  await paint(client, '[refuse] a picture that is refused')
})

it('a first visit, from sign-in to the composer, stays within the limit', async () => {
  const visitor = await studio.visit(DESK)
  await visitor.enter()
  await settled(visitor.page)
  console.log(await staysWithin(visitor.page, 'sign-in and /create'))
})

it.each([DESK, PHONE])(
  'every page is light and stands still, with results on it: $size',
  async (look) => {
    const visitor = await studio.revisit(look)
    await visitor.page.addInitScript(watchShifts)
    const loads: string[] = []
    for (const route of SCREENS) {
      await visitor.open(route)
      await settled(visitor.page)
      loads.push(await staysWithin(visitor.page, route))
      const shifts = await visitor.page.evaluate(() => (window as unknown as Watched).shifts)
      const sum = shifts.reduce((all, shift) => all + shift.value, 0)
      expect(sum, `${route}: ${JSON.stringify(shifts)}`).toBeLessThanOrEqual(MOST_SHIFT)
    }
    console.log(loads.join(', '))
  },
  LONGEST,
)

interface Watched {
  shifts: { value: number; of: string[] }[]
}

/** Runs in the page: what moves without anybody having done anything. */
function watchShifts(): void {
  interface Shift extends PerformanceEntry {
    value: number
    hadRecentInput: boolean
    sources: { node?: Element }[]
  }
  const shifts: Watched['shifts'] = []
  ;(window as unknown as Watched).shifts = shifts
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Shift[])
      if (!entry.hadRecentInput)
        shifts.push({
          value: entry.value,
          of: entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? '?'),
        })
  }).observe({ type: 'layout-shift', buffered: true })
}

/** Until everything has come that comes without anybody doing anything, what is loaded ahead in quiet moments included. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('main').first().waitFor()
  await page.waitForFunction(() => {
    const held = window as unknown as { seen?: number; since?: number }
    const seen = performance.getEntriesByType('resource').length
    if (held.seen !== seen) [held.seen, held.since] = [seen, performance.now()]
    return !document.querySelector('main .skeleton') && performance.now() - (held.since ?? 0) > 700
  })
}

async function staysWithin(page: Page, what: string): Promise<string> {
  const files = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => /\.(js|css)$/.test(new URL(name).pathname))
      .map(({ name, encodedBodySize }) => ({ file: name.split('/').at(-1), bytes: encodedBodySize })),
  )
  const sum = files.reduce((bytes, file) => bytes + file.bytes, 0)
  files.sort((a, b) => b.bytes - a.bytes)
  expect(files.length).toBeGreaterThan(3)
  expect(sum, `${what}: ${JSON.stringify(files, null, 1)}`).toBeLessThan(LIMIT)
  return `${what} ${Math.round(sum / 1000)} KB in ${files.length} files`
}
