import { afterEach, beforeEach, expect, it, vi } from 'vitest'

beforeEach(() => vi.resetModules())
afterEach(() => document.head.replaceChildren())

const said = (base: string) => {
  document.head.innerHTML = `<meta name="studio-base" content="${base}" />`
  return import('./address')
}

it('lives at the root of its host when the server says so', async () => {
  const { pageBase, serverPath } = await said('/webui/')
  expect(pageBase).toBe('/webui/')
  expect(serverPath('/api/tasks/events')).toBe('/api/tasks/events')
})

it('follows the path prefix that the server was given', async () => {
  const { pageBase, serverBase, serverPath } = await said('/tools/studio/webui/')
  expect(pageBase).toBe('/tools/studio/webui/')
  expect(serverBase).toBe('/tools/studio/')
  expect(serverPath('/q/openapi')).toBe('/tools/studio/q/openapi')
})

it('keeps the sign-in of two studios on one host apart', async () => {
  await said('/one/webui/')
  const session = (await import('./session')).useSession()
  session.begin('t1')
  expect(Object.keys(localStorage)).toEqual(['studio.token/one/'])
  session.end()
  expect(localStorage).toHaveLength(0)
})
