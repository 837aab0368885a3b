import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const ask = vi.fn<() => Promise<NotificationPermission>>()

async function load(permission: NotificationPermission, secure = true) {
  setActivePinia(createPinia())
  vi.stubGlobal('isSecureContext', secure)
  vi.stubGlobal('Notification', Object.assign(vi.fn(), { permission, requestPermission: ask }))
  return (await import('./endNotification')).useEndNotification()
}

beforeEach(() => {
  localStorage.clear()
  ask.mockReset()
})
afterEach(() => vi.unstubAllGlobals())

it('is off, and asks for nothing, until somebody turns it on', async () => {
  const notification = await load('default')
  expect(notification.on).toBe(false)
  expect(ask).not.toHaveBeenCalled()
  ask.mockResolvedValue('granted')
  expect(await notification.turn(true)).toBe(true)
  expect(notification.on).toBe(true)
})

it('stays off when the browser says no', async () => {
  const notification = await load('default')
  ask.mockResolvedValue('denied')
  expect(await notification.turn(true)).toBe(false)
  expect(notification.on).toBe(false)
})

it('remembers the choice, but not against the browser', async () => {
  await (await load('granted')).turn(true)
  expect((await load('granted')).on).toBe(true)
  expect((await load('denied')).on).toBe(false)
})

it('asks no second time to turn it off', async () => {
  const notification = await load('granted')
  await notification.turn(true)
  expect(await notification.turn(false)).toBe(true)
  expect(notification.on).toBe(false)
  expect(ask).not.toHaveBeenCalled()
})

it('is not offered where pages cannot notify', async () => {
  expect((await load('default', false)).possible).toBe(false)
})
