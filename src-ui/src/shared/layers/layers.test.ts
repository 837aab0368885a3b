import { createPinia, setActivePinia } from 'pinia'
import { ref } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { back, depth, PagesFixture, path, settled } from './pages.fixture'
import { useLayer } from './useLayer'

let pages: PagesFixture
beforeEach(async () => void (pages = await PagesFixture.open()))
afterEach(() => pages.close())

it('closes the top layer and stays on the page', async () => {
  const below = pages.layer()
  const above = pages.layer()
  await settled()
  expect(depth()).toBe(2)
  await back()
  expect([below.value, above.value, path()]).toEqual([true, false, '/two'])
  await back()
  expect([below.value, path()]).toEqual([false, '/two'])
  await back()
  expect(path()).toBe('/one')
  expect(pages.router.currentRoute.value.path).toBe('/one')
})

it('leaves no entry behind when a layer is closed by its own ways', async () => {
  const open = pages.layer()
  await settled()
  open.value = false
  await settled()
  expect(depth()).toBe(0)
  await back()
  expect(path()).toBe('/one')
})

it('closes the layer and then the page when Back is pressed twice at once', async () => {
  const open = pages.layer()
  await settled()
  await back(2)
  expect([open.value, path()]).toEqual([false, '/one'])
})

it('gives a dialog the entry of the menu that opened it', async () => {
  const menu = pages.layer()
  const dialog = pages.layer(ref(false))
  await settled()
  const { length } = window.history
  menu.value = false
  dialog.value = true
  await settled()
  expect([depth(), window.history.length]).toEqual([1, length])
  await back()
  expect([dialog.value, path()]).toEqual([false, '/two'])
})

it('follows a link inside of a layer from the page below it', async () => {
  const open = pages.layer()
  await settled()
  await pages.router.push('/three')
  expect([open.value, path()]).toEqual([false, '/three'])
  await back()
  expect([path(), depth()]).toEqual(['/two', 0])
  await back()
  expect(path()).toBe('/one')
})

it('goes back a page, not a layer, when the page says so', async () => {
  pages.layer()
  await settled()
  pages.router.back()
  await settled()
  expect(path()).toBe('/one')
})

it('does not open again by Forward', async () => {
  const open = pages.layer()
  await settled()
  await back()
  window.history.forward()
  await settled()
  expect([open.value, depth(), path()]).toEqual([false, 0, '/two'])
  await back()
  expect(path()).toBe('/one')
})

it('keeps an address that has changed under the layer', async () => {
  const open = pages.layer()
  await settled()
  await pages.router.replace('/two?q=lake')
  expect(open.value).toBe(true)
  await back()
  expect([open.value, window.location.search, pages.router.currentRoute.value.query.q]).toEqual([
    false,
    '?q=lake',
    'lake',
  ])
  await back()
  expect(path()).toBe('/one')
})

it('has one step less to go back after a reload', async () => {
  pages.layer()
  await settled()
  pages.close()
  setActivePinia(createPinia())
  await pages.reload()
  expect([path(), depth()]).toEqual(['/two', 0])
  await back()
  expect(path()).toBe('/one')
})

it('asks again when a layer does not close', async () => {
  const close = vi.fn()
  pages.scope.run(() => useLayer(() => true, close))
  await settled()
  await back()
  expect(close).toHaveBeenCalledOnce()
  expect([path(), depth()]).toEqual(['/two', 1])
})

it('takes Back for a no to the question whether one may leave', async () => {
  const question = pages.layer(ref(false))
  let answer: (leave: boolean) => void = () => undefined
  pages.router.beforeEach(() => {
    question.value = true
    return new Promise<boolean>((resolve) => (answer = resolve))
  })
  await back()
  expect([question.value, path()]).toEqual([true, '/one'])
  question.value = true
  const closed = vi.fn(() => answer(false))
  pages.scope.run(() =>
    useLayer(
      () => question.value,
      () => {
        question.value = false
        closed()
      },
    ),
  )
  await back()
  expect(closed).toHaveBeenCalledOnce()
  expect([question.value, path(), pages.router.currentRoute.value.path]).toEqual([false, '/two', '/two'])
})

it('is no longer there when what opened it is gone', async () => {
  pages.layer()
  await settled()
  pages.scope.stop()
  await settled()
  expect(depth()).toBe(0)
})

it('keeps a layer that asks first below its question', async () => {
  const question = ref(false)
  const below = vi.fn(() => (question.value = true))
  pages.scope.run(() => useLayer(() => true, below))
  await settled()
  pages.layer(question)
  await back()
  expect([question.value, depth(), path()]).toEqual([true, 2, '/two'])
  await back()
  expect([question.value, depth(), path()]).toEqual([false, 1, '/two'])
  expect(below).toHaveBeenCalledOnce()
})
