import { expect, it } from 'vitest'
import { DESK, site } from './harness/visit'

const LIMIT = 150_000

const studio = site('first-load')

it('a first visit, from sign-in to the composer, loads less than 150 KB of JavaScript', async () => {
  const visitor = await studio.visit(DESK)
  await visitor.enter()
  await visitor.page.getByRole('main').waitFor()
  // What is loaded when nothing else is to be done belongs to it too.
  await visitor.page.waitForTimeout(2_000)
  const scripts = await visitor.page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .map(({ name, encodedBodySize }) => ({ file: name.split('/').at(-1), bytes: encodedBodySize })),
  )
  const sum = scripts.reduce((bytes, script) => bytes + script.bytes, 0)
  scripts.sort((a, b) => b.bytes - a.bytes)
  expect(scripts.length).toBeGreaterThan(3)
  console.log(`The first visit loads ${Math.round(sum / 1000)} KB of JavaScript in ${scripts.length} files`)
  expect(sum, JSON.stringify(scripts, null, 1)).toBeLessThan(LIMIT)
})
