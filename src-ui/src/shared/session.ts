import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { pageBase, serverBase } from './address'
import { useAppearance } from './appearance'
import { forgetStored } from './stored'

const KEY = serverBase === '/' ? 'studio.token' : `studio.token${serverBase}`
/** Stands in the token's place for a moment, so that other tabs tell signing out from a session that has expired. */
const SIGNED_OUT = ''

/**
 * Who is signed in. The token lives in local storage, so that a reload and another tab stay signed in; pictures and event
 * streams go by the HttpOnly cookie that the server sets with it.
 */
export const useSession = defineStore('session', () => {
  const token = ref(read())
  /** Whether somebody has signed out, so that this page is on its way out. */
  const left = ref(false)

  useEventListener(window, 'storage', (change) => {
    // Without a key the whole storage was cleared: the server has browsers do so at sign-out.
    if (change.key === null || (change.key === KEY && change.newValue === SIGNED_OUT)) leave()
    else if (change.key === KEY) token.value = read()
  })
  // A page that the browser had put aside has heard of nothing since.
  useEventListener(window, 'pageshow', (event) => {
    if (event.persisted && read() !== token.value) window.location.reload()
  })

  function begin(issued: string): void {
    token.value = issued
    write(issued)
  }

  /** Ends the session; with a token given only if it is still that one: a late answer must not end a newer session. */
  function end(ended?: string | null): void {
    if (ended && ended !== token.value) return
    token.value = null
    write(null)
  }

  /** Ends the session for good: forgets what the browser keeps of whoever was here, in this tab and in all others. */
  function signOut(): void {
    write(SIGNED_OUT)
    leave()
  }

  /** A new page has nothing of the old one in its memory. */
  function leave(): void {
    left.value = true
    token.value = null
    useAppearance().keep()
    forgetStored()
    window.location.replace(`${pageBase}sign-in`)
  }

  return { token, signedIn: computed(() => token.value !== null), left, begin, end, signOut }
})

/** What every call to the server carries: who asks, and in which language. */
export function callHeaders(): Record<string, string> {
  const { token } = useSession()
  return {
    'Accept-Language': useAppearance().locale,
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY) || null
  } catch {
    return null
  }
}

/** Where the browser keeps nothing, the session lasts as long as this page. */
function write(value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, value)
  } catch {
    return
  }
}
