import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createPinia, setActivePinia } from 'pinia'

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1'
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15'
const PC = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36'
let standalone = false

async function load(userAgent = PC, maxTouchPoints = 0) {
  setActivePinia(createPinia())
  vi.stubGlobal('navigator', { userAgent, maxTouchPoints })
  return (await import('./install')).useInstall()
}

function offer(outcome: 'accepted' | 'dismissed') {
  const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
    prompt: vi.fn(async () => undefined),
    userChoice: Promise.resolve({ outcome }),
  })
  window.dispatchEvent(event)
  return event
}

beforeEach(() => {
  standalone = false
  vi.spyOn(window, 'matchMedia').mockImplementation(
    (query) =>
      Object.assign(new EventTarget(), {
        matches: standalone && query.includes('standalone'),
        media: query,
      }) as MediaQueryList,
  )
})
afterEach(() => vi.unstubAllGlobals())

it('has no way where the browser offers none', async () => {
  expect((await load()).way).toBeUndefined()
})

it('keeps the offer of the browser for when somebody wants it', async () => {
  const install = await load()
  const event = offer('accepted')
  expect(event.defaultPrevented).toBe(true)
  expect(event.prompt).not.toHaveBeenCalled()
  expect(install.way).toBe('here')
  await install.install()
  expect(event.prompt).toHaveBeenCalledOnce()
  expect(install.way).toBe('done')
})

it('asks once, also of those who say no', async () => {
  const install = await load()
  const event = offer('dismissed')
  await install.install()
  await install.install()
  expect(event.prompt).toHaveBeenCalledOnce()
  expect(install.way).toBeUndefined()
})

it('notices that it was installed by the menu of the browser', async () => {
  const install = await load()
  offer('accepted')
  window.dispatchEvent(new Event('appinstalled'))
  expect(install.way).toBe('done')
})

it.each([
  ['an iPhone', IPHONE, 5, 'apple'],
  ['an iPad, which calls itself a Mac', MAC, 5, 'apple'],
  ['a Mac', MAC, 0, undefined],
])('knows %s', async (_name, userAgent, touch, way) => {
  expect((await load(userAgent, touch)).way).toBe(way)
})

it('is done where the page runs as an app', async () => {
  standalone = true
  expect((await load(IPHONE, 5)).way).toBe('done')
})
