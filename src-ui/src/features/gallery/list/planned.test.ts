import { expect, it } from 'vitest'
import { createGalleryPages } from './galleryPages'
import { ids, server, settled } from './galleryServer.fixture'
import { plan, seen, type PlannedRun } from './pageList'

/** As the server counts the fixture's entries: runs of so many, whose cursors are the ids that they follow upon. */
function runs(total: number, size: number): PlannedRun[] {
  const DAY = Date.UTC(2026, 10, 23, 12)
  return Array.from({ length: Math.ceil(total / size) }, (_, run) => ({
    day: `run ${run}`,
    count: Math.min(size, total - run * size),
    cursor: `e${String(total - run * size + 1).padStart(6, '0')}`,
    start: new Date(DAY + (total - run * size) * 1000 + 500).toISOString(),
  }))
}

it('is as long as the server counts, and any part of it can be loaded', async () => {
  const { fetchPage } = server(1000)
  const pages = createGalleryPages(fetchPage, false)
  await pages.load()
  await pages.plan(runs(1000, 30))
  expect([pages.count.value, pages.complete.value]).toEqual([1000, true])
  pages.need(700, 720)
  await settled()
  expect(pages.entryAt(710)?.id).toBe('e000290')
  expect(pages.count.value).toBe(1000)
  const calls = fetchPage.mock.calls.length
  expect(calls).toBeLessThan(5)
})

it('holds every entry once and in order, wherever one begins', async () => {
  const { fetchPage } = server(700)
  const pages = createGalleryPages(fetchPage, false)
  await pages.load()
  await pages.plan(runs(700, 300))
  for (const at of [650, 300, 100, 400, 200, 500, 600]) {
    pages.need(at, at + 20)
    await settled()
  }
  for (let at = 0; at < 700; at += 50) {
    pages.need(at, at + 50)
    await settled()
  }
  const all = ids(pages)
  expect(all.filter((id) => id !== '-').length).toBeGreaterThan(600)
  expect(all).toEqual(
    Array.from({ length: 700 }, (_, i) => `e${String(700 - i).padStart(6, '0')}`).map((id, i) =>
      all[i] === '-' ? '-' : id,
    ),
  )
})

it('finds more than was counted, and less', async () => {
  const { fetchPage, change } = server(900)
  const pages = createGalleryPages(fetchPage, false)
  await pages.load()
  await pages.plan(runs(900, 450))
  change((list) => list.filter((_, at) => at < 100 || at >= 400))
  pages.need(60, 80)
  await settled()
  await settled()
  expect(pages.count.value).toBeLessThanOrEqual(900)
  for (let at = 0; at < pages.count.value; at += 50) {
    pages.need(at, at + 50)
    await settled()
  }
  const found = ids(pages).filter((id) => id !== '-')
  expect(new Set(found).size).toBe(found.length)
  expect(pages.count.value).toBe(600)
})

it('begins anew when so much has changed', async () => {
  const { fetchPage, change } = server(300)
  const pages = createGalleryPages(fetchPage, false)
  await pages.load()
  await pages.plan(runs(300, 100))
  change((list) => list.slice(200))
  await pages.reset()
  expect([pages.total.value, pages.entryAt(0)?.id]).toEqual([100, 'e000100'])
})

it('plans nothing behind a list that is known to its end', () => {
  expect(plan([{ next: null, count: 3, days: [{ day: 'a', count: 3 }] }], runs(90, 30))).toEqual([])
})

it('joins days with few pictures to pages', () => {
  const known = [{ next: 'e000995', count: 6, days: [{ day: 'run 0', count: 6 }] }]
  const planned = plan(known, runs(1000, 9))
  expect(planned.every((page, at) => page.count >= 100 || at === planned.length - 1)).toBe(true)
  expect(planned.reduce((sum, { count }) => sum + count, 0)).toBe(994)
  expect(planned[0]?.cursor).toBe('e000995')
  expect(planned.at(-1)?.next).toBeNull()
})

it('leaves the days of what was not seen yet to the rest', () => {
  const page = {
    next: null,
    count: 5,
    days: [
      { day: 'a', count: 2 },
      { day: 'b', count: 3 },
    ],
  }
  const entries = [3, 2, 1].map((n) => ({
    id: `e${n}`,
    createdAt: `2026-11-23T12:00:0${n}Z`,
    width: 1,
    height: 1,
  }))
  const [, rest] = seen(page, entries as never, 'next')
  expect(rest).toEqual({ cursor: 'next', next: null, count: 2, days: [{ day: 'b', count: 2 }] })
})
