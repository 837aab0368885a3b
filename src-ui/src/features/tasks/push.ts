import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import { api, ok } from '@/shared/api/client'
import { serverPath } from '@/shared/address'
import { callHeaders } from '@/shared/session'
import { usePageWorker } from '@/shared/pageWorker'
import { readStored, writeStored } from '@/shared/stored'

const KEY = 'studio.push.prompt'
/** The server takes a page for seen for a minute. */
const REPEAT_MS = 45_000

/** Notifications of the server while no page is open, by the browser's push service. */
export const usePush = defineStore('push', () => {
  const worker = usePageWorker()
  const possible = worker.possible && 'PushManager' in window
  /** The server knows this browser. */
  const on = shallowRef(false)
  /** Whether a notification, and so perhaps a locked screen, may show the prompt. */
  const showPrompt = ref(readStored(KEY, false, (value) => typeof value === 'boolean'))
  let timer: ReturnType<typeof setInterval> | undefined

  /** Subscribes this browser, or renews what the server knows of it. False where the browser or its push service cannot. */
  async function subscribe(): Promise<boolean> {
    try {
      const { publicKey } = await ok(api.GET('/api/push'))
      const { pushManager } = await ready()
      const known = await pushManager.getSubscription()
      const same = known && textOf(known.options.applicationServerKey) === publicKey
      if (known && !same) await known.unsubscribe()
      const subscription = same
        ? known
        : await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) })
      const { endpoint, keys } = subscription.toJSON()
      const body = {
        endpoint: endpoint ?? '',
        keys: { p256dh: keys?.p256dh, auth: keys?.auth },
        showPrompt: showPrompt.value,
      }
      await ok(api.PUT('/api/push', { body }))
      on.value = true
    } catch {
      on.value = false
    }
    return on.value
  }

  async function unsubscribe(): Promise<void> {
    on.value = false
    try {
      await ok(api.DELETE('/api/push'))
      await (await (await ready()).pushManager.getSubscription())?.unsubscribe()
    } catch {
      // What the server cannot reach any more it forgets.
    }
  }

  async function allowPrompt(allowed: boolean): Promise<void> {
    showPrompt.value = allowed
    writeStored(KEY, allowed)
    if (on.value) await subscribe()
  }

  /** The worker is registered when the page has come to rest; who wants to be notified does not wait for that. */
  async function ready(): Promise<ServiceWorkerRegistration> {
    await worker.register()
    return navigator.serviceWorker.ready
  }

  function say(visible: boolean): void {
    void fetch(serverPath('/api/push/watching'), {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', ...callHeaders() },
      body: JSON.stringify({ visible }),
      // Also when the page is just being closed.
      keepalive: true,
    }).catch(() => undefined)
  }

  /** Whoever sees the page is told by it. */
  function watchPage(): void {
    clearInterval(timer)
    timer = undefined
    if (!on.value) return
    const visible = document.visibilityState === 'visible'
    say(visible)
    if (visible) timer = setInterval(() => say(true), REPEAT_MS)
  }
  watch(on, watchPage)

  return { possible, on, showPrompt, subscribe, unsubscribe, allowPrompt, watchPage }
})

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

function textOf(bytes: ArrayBuffer | null): string {
  if (!bytes) return ''
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)))
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
