import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { GalleryEntry, GenerationInput } from '@/shared/api/types'
import { useComposer } from './composer'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())
beforeEach(() => {
  localStorage.clear()
  afterReload()
})

/** As after a reload: a new page with what the browser has stored. */
function afterReload(): void {
  setActivePinia(createPinia())
}

const entry = (id: string) =>
  ({
    id,
    fileName: `${id}.png`,
    imagePath: `/gallery/${id}.png`,
    thumbnailPath: `/gallery/t/${id}`,
  }) as GalleryEntry
const picture = (id: string) => ({ id, thumbnail: '', name: '' })
const ids = () => useComposer().draft.references.map((reference) => reference.id)

it('keeps the draft over a reload, but for pictures that the server does not have yet', async () => {
  const composer = useComposer()
  composer.draft.prompt = 'a lake'
  composer.draft.options.aspectRatio = '16:9'
  composer.addReference(picture('upload:a'))
  composer.addReference(picture('pending:1'))
  await nextTick()
  afterReload()
  expect(useComposer().draft).toMatchObject({
    mode: 'image',
    prompt: 'a lake',
    options: { aspectRatio: '16:9' },
  })
  expect(ids()).toEqual(['upload:a'])
})

it('begins anew when what is stored cannot be read', () => {
  localStorage.setItem('studio.draft', '{"prompt":7}')
  afterReload()
  expect(useComposer().draft).toEqual({ mode: 'text', prompt: '', references: [], options: {} })
})

it('takes a picture of the gallery once and turns to image + text', () => {
  const composer = useComposer()
  composer.useAsReference(entry('e1'))
  composer.useAsReference(entry('e1'))
  expect(composer.draft).toMatchObject({
    mode: 'image',
    references: [{ id: 'gallery:e1', thumbnail: '/gallery/t/e1' }],
  })
})

it('edits a picture further: it alone is the reference, and it is time to write', () => {
  const composer = useComposer()
  composer.draft.prompt = 'warmer light'
  composer.addReference(picture('upload:a'))
  composer.editFurther(entry('e1'))
  expect(ids()).toEqual(['gallery:e1'])
  expect(composer.draft).toMatchObject({ mode: 'image', prompt: 'warmer light' })
  expect(composer.promptWanted).toBe(true)
  composer.bringBack(composer.replaced as never)
  expect(ids()).toEqual(['upload:a'])
  composer.replaced = null
  composer.draft.references = []
  composer.editFurther(entry('e1'))
  expect(composer.replaced).toBeNull()
})

it('moves references, and puts an uploaded one into the place of the pending one', () => {
  const composer = useComposer()
  for (const id of ['upload:a', 'pending:1', 'upload:c']) composer.addReference(picture(id))
  composer.moveReference('upload:c', 0)
  composer.replaceReference('pending:1', picture('upload:b'))
  expect(ids()).toEqual(['upload:c', 'upload:a', 'upload:b'])
  composer.moveReference('unknown', 0)
  expect(ids()).toEqual(['upload:c', 'upload:a', 'upload:b'])
})

it('keeps one of two pictures that turn out to be the same', () => {
  const composer = useComposer()
  for (const id of ['upload:a', 'pending:1']) composer.addReference(picture(id))
  composer.replaceReference('pending:1', picture('upload:a'))
  expect(ids()).toEqual(['upload:a'])
})

it('takes over a request with its options, without what the server leaves empty', () => {
  const composer = useComposer()
  composer.fill({
    prompt: 'again',
    images: ['upload:a', 'data:image/png;base64,AAAA'],
    configId: 'c',
    model: 'm',
    aspectRatio: '1:1',
    imageSize: null,
    enableGoogleSearch: false,
    n: 2,
  } as unknown as GenerationInput)
  expect(composer.draft).toEqual({
    mode: 'image',
    prompt: 'again',
    references: [{ id: 'upload:a', thumbnail: '/api/uploads/a/thumbnail', name: '' }],
    configId: 'c',
    model: 'm',
    options: { aspectRatio: '1:1', n: 2 },
  })
})

it('looks up the small picture of a gallery entry that it only knows by its id', async () => {
  server.use(http.get('*/api/gallery/e1', () => HttpResponse.json({ entry: entry('e1') })))
  const composer = useComposer()
  composer.fill({ prompt: '', images: ['gallery:e1'] })
  expect(ids()).toEqual(['gallery:e1'])
  await vi.waitFor(() =>
    expect(composer.draft.references[0]).toEqual({
      id: 'gallery:e1',
      thumbnail: '/gallery/t/e1',
      name: 'e1.png',
    }),
  )
})

it('offers unsent words back when a template takes their place', () => {
  const composer = useComposer()
  composer.draft.prompt = 'half a thought'
  composer.useWords('a city')
  expect(composer.draft.prompt).toBe('a city')
  expect(composer.replaced?.prompt).toBe('half a thought')
  if (composer.replaced) composer.bringBack(composer.replaced)
  expect(composer.draft.prompt).toBe('half a thought')
})

it('offers the whole draft back when a request takes its place', () => {
  const composer = useComposer()
  composer.draft.prompt = 'half a thought'
  composer.draft.options.n = 3
  composer.fill({ prompt: 'again' })
  if (composer.replaced) composer.bringBack(composer.replaced)
  expect(composer.draft).toMatchObject({ prompt: 'half a thought', options: { n: 3 } })
})

it('offers nothing back when nothing is lost', () => {
  const composer = useComposer()
  composer.useWords('a city')
  expect(composer.replaced).toBeNull()
  composer.markSent('a city')
  composer.useWords('a lake')
  expect(composer.replaced).toBeNull()
})

const template = (prompt: string) => ({ id: 't', title: 'T', prompt, description: '', image: '' })

it('fills a template in as its variables are typed, over a reload too', async () => {
  const composer = useComposer()
  composer.useTemplate(template('A {subject|cat} in {place}'))
  expect(composer.draft.prompt).toBe('A cat in {place}')
  expect(composer.unfilled).toEqual(['place'])
  composer.fillIn('place', 'Rome')
  expect(composer.draft.prompt).toBe('A cat in Rome')
  expect(composer.unfilled).toEqual([])
  await nextTick()
  afterReload()
  useComposer().fillIn('subject', 'dog')
  expect(useComposer().draft.prompt).toBe('A dog in Rome')
})

it('lets go of a template whose text is changed by hand', () => {
  const composer = useComposer()
  composer.useTemplate(template('A {subject}'))
  composer.draft.prompt = 'A {subject}, by hand'
  expect(composer.draft.template).toBeUndefined()
  expect(composer.unfilled).toEqual([])
})

it('chooses model and options of a template, and keeps what it does not name', () => {
  const composer = useComposer()
  composer.draft.options = { quality: 'high', aspectRatio: '1:1' }
  composer.useTemplate({
    ...template('p'),
    model: 'm',
    configId: 'c',
    options: { aspectRatio: '16:9', n: 2 },
  })
  expect(composer.draft).toMatchObject({
    model: 'm',
    configId: 'c',
    options: { quality: 'high', aspectRatio: '16:9', n: 2 },
  })
  composer.useTemplate(template('q'))
  expect(composer.draft).toMatchObject({ model: 'm', options: { aspectRatio: '16:9' } })
})
