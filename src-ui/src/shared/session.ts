import { computed, readonly, shallowRef } from 'vue'
import { serverBase } from './address'

/**
 * Who is signed in. The token lives in local storage, so that a reload and another tab stay signed in; pictures and event
 * streams go by the HttpOnly cookie that the server sets with it.
 */
const KEY = serverBase === '/' ? 'studio.token' : `studio.token${serverBase}`

const token = shallowRef<string | null>(read())

window.addEventListener('storage', (change) => {
  if (change.key === KEY || change.key === null) token.value = read()
})

export const session = {
  token: readonly(token),
  signedIn: computed(() => token.value !== null),
  begin(issued: string): void {
    token.value = issued
    localStorage.setItem(KEY, issued)
  },
  /** Ends the session; with a token given only if it is still that one: a late answer must not end a newer session. */
  end(ended?: string | null): void {
    if (ended && ended !== token.value) return
    token.value = null
    localStorage.removeItem(KEY)
  },
}

function read(): string | null {
  return localStorage.getItem(KEY)
}
