import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import { testTask } from '@/features/tasks/testTask'
import { useArrivals } from './arrivals'

type Told = (entries: Partial<IntersectionObserverEntry>[]) => void
const observed = new Set<Element>()
let tell: Told
let scope: EffectScope

const results = shallowRef(['b', 'a'].map((id) => testTask({ id })))
const cards = new Map<string, HTMLElement>()
function cardOf(id: string): HTMLElement {
  const card = cards.get(id) ?? document.createElement('li')
  cards.set(id, card)
  return card
}
async function put(...ids: string[]): Promise<void> {
  results.value = ids.map((id) => testTask({ id }))
  await nextTick()
  await nextTick()
}
const inSight = (id: string, isIntersecting: boolean) => tell([{ target: cardOf(id), isIntersecting }])

beforeEach(() => {
  observed.clear()
  cards.clear()
  results.value = ['b', 'a'].map((id) => testTask({ id }))
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(told: Told) {
        tell = told
      }
      observe = (card: Element) => observed.add(card)
      unobserve = (card: Element) => observed.delete(card)
      disconnect = () => observed.clear()
    },
  )
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
})

const arrivals = () =>
  scope.run(() => useArrivals(() => results.value, cardOf)) as ReturnType<typeof useArrivals>

it('tells of new results that are not in sight until they are', async () => {
  const { unseen } = arrivals()
  await put('d', 'c', 'b', 'a')
  inSight('c', false)
  inSight('d', false)
  expect(unseen.value).toEqual(['d', 'c'])
  inSight('c', true)
  expect(unseen.value).toEqual(['d'])
  expect(observed).toEqual(new Set([cardOf('d')]))
})

it('says nothing of what one sees coming, and of what comes back from having been put away', async () => {
  const { unseen } = arrivals()
  await put('c', 'b', 'a')
  inSight('c', true)
  await put('c', 'b', 'old', 'a')
  expect(unseen.value).toEqual([])
  expect(observed.size).toBe(0)
})

it('forgets what was put away unseen', async () => {
  const { unseen } = arrivals()
  await put('c', 'b', 'a')
  inSight('c', false)
  await put('b', 'a')
  expect(unseen.value).toEqual([])
})

it('leads to the newest of them', async () => {
  const { unseen, show } = arrivals()
  await put('c', 'b', 'a')
  inSight('c', false)
  const link = cardOf('c').appendChild(document.createElement('a'))
  link.href = '#'
  document.body.append(cardOf('c'))
  const scrolled = vi.fn()
  cardOf('c').scrollIntoView = scrolled
  show()
  expect(scrolled).toHaveBeenCalledOnce()
  expect(document.activeElement).toBe(link)
  expect(unseen.value).toEqual([])
})
