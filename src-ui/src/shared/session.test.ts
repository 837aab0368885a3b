import { beforeEach, expect, it, vi } from 'vitest'

const replace = vi.fn()
beforeEach(() => {
  vi.resetModules()
  localStorage.clear()
  replace.mockReset()
  vi.spyOn(window.location, 'replace').mockImplementation(replace)
})

/** A page that has just been opened by somebody who is signed in and has typed something. */
async function opened() {
  localStorage.setItem('studio.token', 'a')
  localStorage.setItem('studio.draft', '"words"')
  return (await import('./session')).useSession()
}

/** What another tab did to the token. */
function elsewhere(newValue: string | null): void {
  if (newValue) localStorage.setItem('studio.token', newValue)
  else localStorage.removeItem('studio.token')
  window.dispatchEvent(new StorageEvent('storage', { key: 'studio.token', newValue }))
}

it('keeps what was typed when it expires, here and elsewhere', async () => {
  const session = await opened()
  session.end('a')
  elsewhere(null)
  expect(session.signedIn).toBe(false)
  expect(localStorage.getItem('studio.draft')).toBe('"words"')
  expect(replace).not.toHaveBeenCalled()
})

it('forgets everything and begins anew when somebody signs out', async () => {
  const session = await opened()
  session.signOut()
  expect(session.signedIn).toBe(false)
  expect(Object.keys(localStorage)).toEqual(['studio.appearance'])
  expect(replace).toHaveBeenCalledWith('/webui/sign-in')
})

it.each([
  ['another tab signs out', () => elsewhere('')],
  [
    'the server has the storage cleared',
    () => {
      localStorage.clear()
      window.dispatchEvent(new StorageEvent('storage', { key: null }))
    },
  ],
])('does so as well when %s, and keeps the look of the page', async (_, happens) => {
  const session = await opened()
  happens()
  expect(session.left).toBe(true)
  expect(Object.keys(localStorage)).toEqual(['studio.appearance'])
  expect(replace).toHaveBeenCalledWith('/webui/sign-in')
})

it('goes on without a storage', async () => {
  vi.stubGlobal('localStorage', {
    getItem() {
      throw new DOMException('', 'SecurityError')
    },
  })
  const session = (await import('./session')).useSession()
  session.begin('a')
  expect(session.token).toBe('a')
  vi.unstubAllGlobals()
})

it('is ended by no late answer to an earlier token', async () => {
  const session = await opened()
  session.begin('b')
  session.end('a')
  expect(session.token).toBe('b')
})
