import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { onScopeDispose, shallowRef } from 'vue'
import { pageBase } from './address'

/** How often a page that stays open asks for a newer version, when it is looked at. */
const UPDATE_MS = 60 * 60_000
/** The worker's files come after everything that somebody waits for. */
const CALM_MS = 3_000
const PATIENCE_MS = 2_000

/**
 * The page's service worker, where the browser has such (only on pages that came by https or from this machine): it opens the
 * page without a network, and brings newer versions of it. It is there while somebody is signed in. An open page keeps its own version until it is reloaded.
 */
export const usePageWorker = defineStore('page-worker', () => {
  const possible = 'serviceWorker' in navigator && window.isSecureContext
  const registration = shallowRef<ServiceWorkerRegistration>()
  /** A newer version of the page waits for a reload. */
  const newer = shallowRef(false)
  let asked = 0
  let reloading = false

  /** Registers the worker once the page has come to rest; called by what is there while somebody is signed in. */
  function start(): void {
    // A file of a version that the server no longer has: nothing but a reload helps.
    useEventListener(window, 'vite:preloadError', () => (newer.value = true))
    if (!possible || import.meta.env.DEV) return
    useEventListener(navigator.serviceWorker, 'controllerchange', () => reloading && window.location.reload())
    useEventListener(document, 'visibilitychange', update)
    const timer = setTimeout(() => void register(), CALM_MS)
    onScopeDispose(() => clearTimeout(timer))
  }

  let registering: Promise<void> | undefined
  const register = () => (registering ??= registerOnce())

  async function registerOnce(): Promise<void> {
    try {
      const found = await navigator.serviceWorker.register(`${pageBase}sw.js`, { scope: pageBase })
      registration.value = found
      asked = Date.now()
      if (found.waiting) void offer(found.waiting)
      found.addEventListener('updatefound', () => {
        const { installing } = found
        installing?.addEventListener('statechange', () => {
          if (installing.state === 'installed' && navigator.serviceWorker.controller) void offer(installing)
        })
      })
    } catch {
      // Without it the page needs the network, as before.
    }
  }

  function update(): void {
    if (document.visibilityState !== 'visible' || Date.now() - asked < UPDATE_MS) return
    asked = Date.now()
    registration.value?.update().catch(() => undefined)
  }

  /** Offers a reload, unless the page has come from the newer version already. */
  async function offer(worker: ServiceWorker): Promise<void> {
    if (await isOf(worker)) worker.postMessage({ type: 'take-over' })
    else newer.value = true
  }

  function isOf(worker: ServiceWorker): Promise<boolean> {
    const { port1, port2 } = new MessageChannel()
    const script = document.querySelector<HTMLScriptElement>('script[type=module]')?.src
    return new Promise((resolve) => {
      setTimeout(resolve, PATIENCE_MS, false)
      port1.onmessage = ({ data }) => resolve(data === true)
      worker.postMessage({ type: 'whose', script }, [port2])
    })
  }

  /** Shows the newer version; what was typed is kept by its own feature. */
  function reload(): void {
    const waiting = registration.value?.waiting
    if (!waiting) return window.location.reload()
    reloading = true
    waiting.postMessage({ type: 'take-over' })
    setTimeout(() => window.location.reload(), PATIENCE_MS)
  }

  /** Takes the worker away with all that it keeps, and with it the subscription to notifications. */
  async function forget(): Promise<void> {
    if (!possible) return
    const found = registration.value ?? (await navigator.serviceWorker.getRegistration(pageBase))
    const names = (await caches.keys()).filter((name) => name.startsWith(`studio${pageBase}@`))
    await Promise.all([
      found?.pushManager?.getSubscription().then((subscription) => subscription?.unsubscribe()),
      ...names.map((name) => caches.delete(name)),
    ])
    await found?.unregister()
    registration.value = registering = undefined
  }

  return { possible, registration, newer, start, register, reload, forget }
})
