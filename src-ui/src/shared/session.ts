import { computed, readonly, shallowRef } from 'vue'
import { pageBase, serverBase } from './address'
import { keepAppearance } from './appearance'
import { forgetStored } from './stored'

/**
 * Who is signed in. The token lives in local storage, so that a reload and another tab stay signed in; pictures and event
 * streams go by the HttpOnly cookie that the server sets with it.
 */
const KEY = serverBase === '/' ? 'studio.token' : `studio.token${serverBase}`
/** Stands in the token's place for a moment, so that other tabs tell signing out from a session that has expired. */
const SIGNED_OUT = ''

const token = shallowRef<string | null>(read())
let left = false

window.addEventListener('storage', (change) => {
  // Without a key the whole storage was cleared: the server has browsers do so at sign-out.
  if (change.key === null || (change.key === KEY && change.newValue === SIGNED_OUT)) leave()
  else if (change.key === KEY) token.value = read()
})
// A page that the browser had put aside has heard of nothing since.
window.addEventListener('pageshow', (event) => {
  if (event.persisted && read() !== token.value) window.location.reload()
})

export const session = {
  token: readonly(token),
  signedIn: computed(() => token.value !== null),
  /** Whether somebody has signed out, so that this page is on its way out. */
  left: () => left,
  begin(issued: string): void {
    token.value = issued
    write(issued)
  },
  /** Ends the session; with a token given only if it is still that one: a late answer must not end a newer session. */
  end(ended?: string | null): void {
    if (ended && ended !== token.value) return
    token.value = null
    write(null)
  },
  /** Ends the session for good: forgets what the browser keeps of whoever was here, in this tab and in all others. */
  signOut(): void {
    write(SIGNED_OUT)
    leave()
  },
}

/** A new page has nothing of the old one in its memory. */
function leave(): void {
  left = true
  token.value = null
  keepAppearance()
  forgetStored()
  window.location.replace(`${pageBase}sign-in`)
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
