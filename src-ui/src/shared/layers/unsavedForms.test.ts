import { onScopeDispose, ref } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useLayers } from './layers'
import { back, depth, PagesFixture, path, settled } from './pages.fixture'
import { useLayer } from './useLayer'

let pages: PagesFixture
const question = ref(false)
const ask = vi.fn<() => Promise<boolean>>()
let resolve: (leave: boolean) => void

/** Answers as the dialog of the question does. */
function answer(leave: boolean): void {
  question.value = false
  resolve(leave)
}

beforeEach(async () => {
  question.value = false
  pages = await PagesFixture.open()
  ask.mockReset()
  ask.mockImplementation(() => {
    question.value = true
    return new Promise((answered) => (resolve = answered))
  })
  pages.scope.run(() => {
    useLayer(
      () => question.value,
      () => answer(false),
    )
    onScopeDispose(
      useLayers().guard({ isLost: (to, from) => from.path === '/two' && to.path !== '/two', ask }),
    )
  })
})

afterEach(() => pages.close())

it('asks about a form at its own place before Back leaves it', async () => {
  await back()
  expect([question.value, path(), depth()]).toEqual([true, '/two', 1])
  answer(true)
  await settled()
  expect([path(), depth(), pages.router.currentRoute.value.path]).toEqual(['/one', 0, '/one'])
  window.history.forward()
  await settled()
  expect([path(), depth(), pages.router.currentRoute.value.path]).toEqual(['/two', 0, '/two'])
  expect(ask).toHaveBeenCalledOnce()
})

it('takes Back upon the question for a no, as often as it is pressed', async () => {
  for (let time = 0; time < 3; time++) {
    await back()
    expect([question.value, path(), depth()]).toEqual([true, '/two', 1])
    await back()
    expect([question.value, path(), depth()]).toEqual([false, '/two', 0])
  }
  expect(pages.router.currentRoute.value.path).toBe('/two')
})

it('asks once when Back is pressed again and again before the question is there', async () => {
  await back(2)
  await settled()
  expect([question.value, path(), depth()]).toEqual([true, '/two', 1])
  expect(ask).toHaveBeenCalledOnce()
})

it('asks before a link and before a change of the address, and goes there once it may', async () => {
  const refused = pages.router.push('/three')
  await settled()
  expect([question.value, path(), depth()]).toEqual([true, '/two', 1])
  await back()
  await refused
  expect([path(), depth()]).toEqual(['/two', 0])
  const gone = pages.router.replace('/three')
  await settled()
  answer(true)
  await gone
  await settled()
  expect([path(), depth(), pages.router.currentRoute.value.path]).toEqual(['/three', 0, '/three'])
})

it('does not ask about what leaves the form open', async () => {
  await pages.router.replace('/two?q=lake')
  await pages.router.push('/two?q=hill')
  await back()
  expect([path(), window.location.search]).toEqual(['/two', '?q=lake'])
  expect(ask).not.toHaveBeenCalled()
})

it('closes what lies over the form first', async () => {
  const menu = pages.layer()
  await settled()
  await back()
  expect([menu.value, question.value, path()]).toEqual([false, false, '/two'])
  await back()
  expect([question.value, path()]).toEqual([true, '/two'])
})
