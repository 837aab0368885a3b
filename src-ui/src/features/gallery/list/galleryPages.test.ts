import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGalleryPages } from './galleryPages'
import { entry, ids, scrolledTo, server, settled } from './galleryServer.fixture'

describe('the pages of a list', () => {
  it('come one after the other as one scrolls, without gap or repeat', async () => {
    const { fetchPage } = server(330)
    const pages = createGalleryPages(fetchPage, false)
    await pages.load()
    expect(pages.count.value).toBe(48)
    expect(pages.total.value).toBe(330)
    await scrolledTo(pages, 330)
    expect(pages.complete.value).toBe(true)
    expect(ids(pages)).toEqual(Array.from({ length: 330 }, (_, i) => entry(330 - i).id))
  })

  it('keep a bounded number of entries, and get those that were dropped again', async () => {
    const { fetchPage } = server(5000)
    const pages = createGalleryPages(fetchPage, false)
    await pages.load()
    await scrolledTo(pages, 3000)
    expect(pages.all().length).toBeLessThan(1300)
    expect(pages.count.value).toBeGreaterThan(3000)
    expect(pages.entryAt(0)).toBeUndefined()
    pages.need(0, 20)
    await settled()
    expect(pages.entryAt(0)).toEqual(entry(5000))
    expect(pages.all().length).toBeLessThan(1300)
  })

  it('asks for a page once, however often it is needed', async () => {
    const { fetchPage } = server(300)
    const pages = createGalleryPages(fetchPage, false)
    await pages.load()
    pages.need(0, 40)
    pages.need(0, 41)
    pages.need(0, 42)
    await settled()
    expect(fetchPage).toHaveBeenCalledTimes(2)
  })

  it('take over what came and went elsewhere when they are loaded again', async () => {
    const { fetchPage, change } = server(300)
    const pages = createGalleryPages(fetchPage, false)
    await pages.load()
    await scrolledTo(pages, 300)
    change((list) => [entry(302), entry(301), ...list.filter(({ id }) => id !== entry(290).id)])
    pages.outdate()
    pages.need(0, 20)
    await settled()
    expect(ids(pages).slice(0, 3)).toEqual([entry(302).id, entry(301).id, entry(300).id])
    expect(ids(pages)).not.toContain(entry(290).id)
    expect(new Set(ids(pages)).size).toBe(301)
    expect(pages.total.value).toBe(301)
  })

  it('grow together when more than one page of new pictures came', async () => {
    const { fetchPage, change } = server(100)
    const pages = createGalleryPages(fetchPage, false)
    await pages.load()
    await scrolledTo(pages, 100)
    change((list) => [...Array.from({ length: 450 }, (_, i) => entry(550 - i)), ...list])
    pages.outdate()
    pages.need(0, 20)
    await settled()
    expect(ids(pages)).toEqual(Array.from({ length: 550 }, (_, i) => entry(550 - i).id))
  })

  it('begins at the outline that a reload of the page left, and loads what is in sight', async () => {
    const { fetchPage } = server(900)
    const before = createGalleryPages(fetchPage, false)
    await before.load()
    await scrolledTo(before, 600)
    const after = createGalleryPages(fetchPage, false, JSON.parse(JSON.stringify(before.outline())))
    expect(after.count.value).toBe(before.count.value)
    expect(after.total.value).toBe(900)
    fetchPage.mockClear()
    after.need(500, 520)
    await settled()
    expect(after.entryAt(500)).toEqual(entry(400))
    expect(after.entryAt(0)).toBeUndefined()
    expect(fetchPage.mock.calls.length).toBeLessThanOrEqual(3)
  })

  it('says a failure and loads nothing more by itself until asked', async () => {
    const { fetchPage } = server(300)
    const pages = createGalleryPages(fetchPage, false)
    await pages.load()
    fetchPage.mockRejectedValueOnce(new Error('broken'))
    pages.need(0, 40)
    await settled()
    expect(pages.failure.value).toBeInstanceOf(Error)
    pages.need(0, 45)
    await settled()
    expect(fetchPage).toHaveBeenCalledTimes(2)
    pages.retry()
    pages.need(0, 45)
    await settled()
    expect(pages.failure.value).toBeNull()
    expect(pages.count.value).toBe(148)
  })

  it('is silent about requests that nobody waits for any more', async () => {
    const pages = createGalleryPages(
      (_cursor, _limit, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      false,
    )
    const loading = pages.load()
    pages.abort()
    await loading
    expect(pages.failure.value).toBeNull()
  })
})

describe('changes in a list', () => {
  let pages: ReturnType<typeof createGalleryPages>
  beforeEach(async () => {
    pages = createGalleryPages(server(200).fetchPage, false)
    await pages.load()
    await scrolledTo(pages, 200)
  })
  afterEach(() => expect(pages.count.value).toBe(pages.total.value))

  it('are taken back in the same order', () => {
    const before = ids(pages)
    const removed = pages.remove(new Set([entry(199).id, entry(150).id, entry(1).id]))
    expect(removed).toHaveLength(3)
    expect(pages.total.value).toBe(197)
    expect(ids(pages)).not.toContain(entry(150).id)
    pages.insert(removed)
    expect(ids(pages)).toEqual(before)
    expect(pages.total.value).toBe(200)
  })

  it('put a new picture at the top, once', () => {
    pages.insert([entry(201)])
    pages.insert([entry(201)])
    expect(ids(pages)[0]).toBe(entry(201).id)
    expect(pages.total.value).toBe(201)
  })

  it('mark entries where they are', () => {
    pages.patch(new Set([entry(150).id]), { favorite: true })
    expect(pages.find(entry(150).id)?.favorite).toBe(true)
    expect(pages.find(entry(149).id)?.favorite).toBe(false)
  })

  it('give a range across pages', async () => {
    const range = await pages.between(40, 60)
    expect(range.map(({ id }) => id)).toEqual(ids(pages).slice(40, 61))
  })
})

it('puts an entry of an oldest-first list at its end', async () => {
  const entries = [entry(1), entry(2)]
  const pages = createGalleryPages(
    () => Promise.resolve({ entries, nextCursor: null, total: 2 } as never),
    true,
  )
  await pages.load()
  pages.insert([entry(3)])
  expect(ids(pages)).toEqual([1, 2, 3].map((number) => entry(number).id))
})

it('puts the first picture into an empty gallery', async () => {
  const pages = createGalleryPages(
    () => Promise.resolve({ entries: [], nextCursor: null, total: 0 } as never),
    false,
  )
  await pages.load()
  pages.insert([entry(1)])
  expect(ids(pages)).toEqual([entry(1).id])
  expect(pages.total.value).toBe(1)
})
