import { expect, it } from 'vitest'
import { createGalleryPages } from './galleryPages'
import { entry, ids, scrolledTo, server, settled } from './galleryServer.fixture'

it('get back what was deleted and restored, also when nothing else was left', async () => {
  const { fetchPage, change } = server(60)
  const pages = createGalleryPages(fetchPage, false)
  await pages.load()
  await scrolledTo(pages, 60)
  for (const count of [48, 60]) {
    const all = pages.all()
    const gone = all.slice(0, count)
    const ofThem = new Set(gone.map(({ id }) => id))
    pages.remove(ofThem)
    change((list) => list.filter(({ id }) => !ofThem.has(id)))
    pages.removed(ofThem)
    pages.need(0, 20)
    await settled()
    expect(pages.count.value).toBe(60 - count)
    change(() => all)
    pages.outdate()
    pages.need(0, 20)
    await settled()
    expect(ids(pages)).toEqual(all.map(({ id }) => id))
  }
})

it('do not show again what is being deleted, whatever an answer on its way still holds', async () => {
  const { fetchPage, change } = server(30)
  const pages = createGalleryPages(fetchPage, false)
  await pages.load()
  const gone = new Set([entry(30).id])
  pages.outdate()
  pages.need(0, 20)
  pages.remove(gone)
  await settled()
  expect(pages.entryAt(0)).toEqual(entry(29))
  // Asked after the click, answered before the server has deleted it.
  pages.outdate()
  pages.need(0, 20)
  await settled()
  expect(pages.entryAt(0)).toEqual(entry(29))
  change((list) => list.slice(1))
  pages.removed(gone)
  change((list) => [entry(30), ...list])
  pages.outdate()
  pages.need(0, 20)
  await settled()
  expect(pages.entryAt(0)).toEqual(entry(30))
})

it('ask again for what changed while an answer was on its way', async () => {
  const { fetchPage, change } = server(10)
  const pages = createGalleryPages(fetchPage, false)
  await pages.load()
  pages.outdate()
  pages.need(0, 10)
  change((list) => list.slice(1))
  pages.outdate()
  await settled()
  pages.need(0, 10)
  await settled()
  expect(pages.entryAt(0)).toEqual(entry(9))
})
