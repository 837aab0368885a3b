import { createPinia, setActivePinia } from 'pinia'
import { effectScope, ref, type EffectScope, type Ref } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createRouter, createWebHistory, type Router } from 'vue-router'
import { useLayers } from './layers'
import { useLayer } from './useLayer'

let router: Router
let scope: EffectScope
let detach: () => void
const View = { template: '<p />', render: () => null }

beforeEach(async () => {
  window.history.replaceState(null, '', '/start')
  router = openRouter()
  await router.push('/one')
  await router.push('/two')
  await settled()
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  detach()
  router.options.history.destroy()
})

function openRouter(): Router {
  const opened = createRouter({
    history: createWebHistory('/'),
    routes: [{ path: '/:name', component: View }],
  })
  detach = useLayers().attach(opened)
  // What installing a router does.
  void opened.push(opened.options.history.location)
  opened.listening = true
  return opened
}

/** Steps through the history take a moment; the tests await their effect. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20))
const path = () => window.location.pathname
const depth = () => window.history.state?.layer ?? 0

function layer(open = ref(true)): Ref<boolean> {
  scope.run(() => useLayer(open))
  return open
}

async function back(steps = 1): Promise<void> {
  for (let step = 0; step < steps; step++) window.history.back()
  await settled()
}

it('closes the top layer and stays on the page', async () => {
  const below = layer()
  const above = layer()
  await settled()
  expect(depth()).toBe(2)
  await back()
  expect([below.value, above.value, path()]).toEqual([true, false, '/two'])
  await back()
  expect([below.value, path()]).toEqual([false, '/two'])
  await back()
  expect(path()).toBe('/one')
  expect(router.currentRoute.value.path).toBe('/one')
})

it('leaves no entry behind when a layer is closed by its own ways', async () => {
  const open = layer()
  await settled()
  open.value = false
  await settled()
  expect(depth()).toBe(0)
  await back()
  expect(path()).toBe('/one')
})

it('closes the layer and then the page when Back is pressed twice at once', async () => {
  const open = layer()
  await settled()
  await back(2)
  expect([open.value, path()]).toEqual([false, '/one'])
})

it('gives a dialog the entry of the menu that opened it', async () => {
  const menu = layer()
  const dialog = layer(ref(false))
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
  const open = layer()
  await settled()
  await router.push('/three')
  expect([open.value, path()]).toEqual([false, '/three'])
  await back()
  expect([path(), depth()]).toEqual(['/two', 0])
  await back()
  expect(path()).toBe('/one')
})

it('goes back a page, not a layer, when the page says so', async () => {
  layer()
  await settled()
  router.back()
  await settled()
  expect(path()).toBe('/one')
})

it('does not open again by Forward', async () => {
  const open = layer()
  await settled()
  await back()
  window.history.forward()
  await settled()
  expect([open.value, depth(), path()]).toEqual([false, 0, '/two'])
  await back()
  expect(path()).toBe('/one')
})

it('keeps an address that has changed under the layer', async () => {
  const open = layer()
  await settled()
  await router.replace('/two?q=lake')
  expect(open.value).toBe(true)
  await back()
  expect([open.value, window.location.search, router.currentRoute.value.query.q]).toEqual([
    false,
    '?q=lake',
    'lake',
  ])
  await back()
  expect(path()).toBe('/one')
})

it('has one step less to go back after a reload', async () => {
  layer()
  await settled()
  scope.stop()
  detach()
  router.options.history.destroy()
  setActivePinia(createPinia())
  router = openRouter()
  await router.isReady()
  await settled()
  expect([path(), depth()]).toEqual(['/two', 0])
  await back()
  expect(path()).toBe('/one')
})

it('asks again when a layer does not close', async () => {
  const close = vi.fn()
  scope.run(() => useLayer(() => true, close))
  await settled()
  await back()
  expect(close).toHaveBeenCalledOnce()
  expect([path(), depth()]).toEqual(['/two', 1])
})

it('takes Back for a no to the question whether one may leave', async () => {
  const question = layer(ref(false))
  let answer: (leave: boolean) => void = () => undefined
  router.beforeEach(() => {
    question.value = true
    return new Promise<boolean>((resolve) => (answer = resolve))
  })
  await back()
  expect([question.value, path()]).toEqual([true, '/one'])
  question.value = true
  const closed = vi.fn(() => answer(false))
  scope.run(() =>
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
  expect([question.value, path(), router.currentRoute.value.path]).toEqual([false, '/two', '/two'])
})

it('is no longer there when what opened it is gone', async () => {
  layer()
  await settled()
  scope.stop()
  await settled()
  expect(depth()).toBe(0)
})
