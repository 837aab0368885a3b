import { defineStore } from 'pinia'
import { ref } from 'vue'

type Kind = 'localStorage' | 'sessionStorage'

/** What all keys of the page begin with. */
const OURS = 'studio.'
/** The look of the page says nothing of who used it. */
const KEPT = 'studio.appearance'
/** Whether nothing is kept any more. */
const useClosed = defineStore('stored', () => ({ closed: ref(false) }))

/** Reads a JSON value of the browser's storage; the fallback when there is none or it cannot be read. */
export function readStored<T>(
  key: string,
  fallback: T,
  valid: (value: unknown) => value is T,
  kind: Kind = 'localStorage',
): T {
  try {
    const text = window[kind].getItem(key)
    if (text === null) return fallback
    const value: unknown = JSON.parse(text)
    return valid(value) ? value : fallback
  } catch {
    return fallback
  }
}

/** Keeps a JSON value in the browser's storage; a full or forbidden storage keeps nothing, and the page goes on. */
export function writeStored(key: string, value: unknown, kind: Kind = 'localStorage'): boolean {
  if (useClosed().closed) return false
  try {
    window[kind].setItem(key, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

/**
 * Removes everything that the page has kept of whoever used it: drafts, prompts, what was put away. Nothing is kept from
 * then on: what is still in the page's memory must not come back.
 */
export function forgetStored(): void {
  useClosed().closed = true
  for (const kind of ['localStorage', 'sessionStorage'] as const) {
    try {
      for (const key of Object.keys(window[kind]))
        if (key.startsWith(OURS) && key !== KEPT) window[kind].removeItem(key)
    } catch {
      // A forbidden storage holds nothing.
    }
  }
}
