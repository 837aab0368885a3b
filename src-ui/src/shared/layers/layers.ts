import { defineStore } from 'pinia'
import { nextTick } from 'vue'
import { isNavigationFailure, NavigationFailureType, type Router, type RouterHistory } from 'vue-router'

/** Something that lies over the page and that Back closes: a dialog, a sheet, a menu, a mode. */
export interface Layer {
  isOpen: () => boolean
  close: () => void
}

/** An entry of the browser's history: the page it belongs to (as the router counts them), and how many layers it has. */
interface Place {
  page: unknown
  depth: number
}

/** How long a step through the history may take before it is given up. */
const PATIENCE_MS = 1_000

/** Browsers call listeners of the window in the order of their registration: this one must be before the router's. */
let hear: ((event: PopStateEvent) => void) | undefined
window.addEventListener('popstate', (event) => hear?.(event))

const placeOf = (state: { position?: number; layer?: number } | null): Place => ({
  page: state?.position,
  depth: state?.layer ?? 0,
})

/**
 * The layers over the page, each with an entry in the browser's history at the page's own address, so that Back closes the
 * top one. The router does not see the steps between the layers of a page. What is open is compared with the entry that the
 * browser is at, and missing entries are added or spare ones left ({@link settle}); nothing else moves through the history.
 */
export const useLayers = defineStore('layers', () => {
  let layers: Layer[] = []
  let browser: { router: Router; address: RouterHistory } | undefined
  /** Where the browser is. */
  let at: Place = { page: undefined, depth: 0 }
  /** Navigations of the router that are on their way: by the page, and by the browser's buttons. */
  let called = 0
  let popping = false
  /** The router goes back to the page that a guard did not let go. */
  let returning = false
  let step: { end: () => void } | undefined
  let settling: Promise<void> | undefined

  const steady = () => browser !== undefined && called === 0 && !popping && !returning
  const place = () => placeOf(window.history.state)

  /** Takes part in the history of this router, until what it returns is called. Before, layers open and close without it. */
  function attach(router: Router): () => void {
    const address = router.options.history
    const { push, replace, go } = router
    hear = onPop
    router.push = (to) => (free() ? during(push(to)) : clear().then(() => during(push(to))))
    router.replace = (to) => during(replace(to))
    router.go = (delta) => (free() ? go(delta) : void clear().then(() => go(delta)))
    router.back = () => router.go(-1)
    router.forward = () => router.go(1)
    router.afterEach((_to, _from, failure) => {
      if (isNavigationFailure(failure, NavigationFailureType.cancelled)) return
      arrive(failure !== undefined)
    })
    router.onError(() => arrive(true))
    void router.isReady().then(() => {
      browser = { router, address }
      at = place()
      void settle()
    })
    return () => (hear = undefined)
  }

  function arrive(refused: boolean): void {
    returning ||= popping && refused
    popping = false
    if (!returning) at = place()
    void settle()
  }

  async function during<T>(navigation: Promise<T>): Promise<T> {
    called++
    try {
      return await navigation
    } finally {
      called--
      void settle()
    }
  }

  const free = () => layers.length === 0 && at.depth === 0 && !step

  /** Closes everything and leaves its entries, so that the next page follows upon this one. */
  async function clear(): Promise<void> {
    closeAbove(0)
    await nextTick()
    await settle()
  }

  function closeAbove(depth: number): void {
    const closing = layers.slice(depth).reverse()
    layers = layers.slice(0, depth)
    closing.forEach((layer) => layer.close())
    void nextTick(() => {
      // One that asks first, or has not been saved yet, may still be there.
      layers.push(...closing.filter((layer) => layer.isOpen() && !layers.includes(layer)).reverse())
      void settle()
    })
  }

  function onPop(event: PopStateEvent): void {
    const to = placeOf(event.state)
    const own = step !== undefined
    step?.end()
    if (returning) {
      returning = false
      at = to
      void settle()
    } else if (to.page !== at.page) {
      if (!steady() && layers.length > at.depth) return keepPage(event, to)
      at = to
      popping = true
      closeAbove(0)
    } else if (own || to.depth !== at.depth) {
      event.stopImmediatePropagation()
      at = to
      carry()
      if (!own) closeAbove(to.depth)
      void settle()
    }
  }

  /** Back upon a question that the way out of a page has brought up answers it; the question has no entry of its own. */
  function keepPage(event: PopStateEvent, to: Place): void {
    event.stopImmediatePropagation()
    const top = layers.at(-1)
    if (typeof to.page === 'number' && typeof at.page === 'number')
      void go(at.page - to.page).then(() => top?.close())
  }

  /** The address may have changed under a layer (a filter), and then it has for what lies below. */
  function carry(): void {
    if (!browser || !steady()) return
    const { state, location, createHref } = browser.address
    if (window.history.state?.current === state.current) return
    window.history.replaceState({ ...state, layer: at.depth }, '', createHref(location))
  }

  function settle(): Promise<void> {
    settling ??= meet().finally(() => {
      settling = undefined
      if (steady() && layers.length !== at.depth) void settle()
    })
    return settling
  }

  async function meet(): Promise<void> {
    await nextTick()
    while (steady() && layers.length !== at.depth) {
      if (layers.length < at.depth) {
        await go(layers.length - at.depth)
        continue
      }
      at = { ...at, depth: at.depth + 1 }
      try {
        window.history.pushState({ ...window.history.state, layer: at.depth }, '')
      } catch {
        // A browser allows so many in a while; this layer closes by its own ways.
      }
    }
  }

  function go(delta: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        at = { ...at, depth: layers.length }
        end()
      }, PATIENCE_MS)
      function end(): void {
        clearTimeout(timer)
        step = undefined
        resolve()
      }
      step = { end }
      window.history.go(delta)
    })
  }

  return {
    attach,
    add(layer: Layer): void {
      if (!layers.includes(layer)) layers.push(layer)
      void settle()
    },
    remove(layer: Layer): void {
      layers = layers.filter((other) => other !== layer)
      void settle()
    },
  }
})
