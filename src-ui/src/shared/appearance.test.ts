import { beforeEach, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useAppearance } from './appearance'

const KEY = 'studio.appearance'

beforeEach(() => localStorage.clear())

/** As a browser tells all tabs but the one that has written. */
function writtenInAnotherTab(look: object): void {
  const newValue = JSON.stringify(look)
  localStorage.setItem(KEY, newValue)
  window.dispatchEvent(new StorageEvent('storage', { key: KEY, newValue }))
}

it('follows a choice in another tab, so that an older one does not come back', async () => {
  const look = useAppearance()
  expect(look.theme).toBe('system')

  writtenInAnotherTab({ theme: 'dark', locale: 'en' })
  await nextTick()
  expect(look.theme).toBe('dark')
  expect(look.locale).toBe('en')
  expect(document.documentElement.dataset.theme).toBe('dark')

  look.keep()
  expect(JSON.parse(localStorage.getItem(KEY) ?? '')).toEqual({ theme: 'dark', locale: 'en' })
})

it('keeps its own choice when the storage is cleared', async () => {
  const look = useAppearance()
  look.theme = 'light'
  await nextTick()
  localStorage.removeItem(KEY)
  window.dispatchEvent(new StorageEvent('storage', { key: KEY, newValue: null }))
  expect(look.theme).toBe('light')
})
