import { defineStore } from 'pinia'
import { nextTick } from 'vue'
import {
  isNavigationFailure,
  NavigationFailureType,
  type RouteLocationRaw,
  type Router,
  type RouterHistory,
} from 'vue-router'
import { unsavedForms, type UnsavedForm } from './unsavedForms'

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
/** How many steps are tried to return to a page, while somebody may press Back again and again. */
const MOST_STEPS = 8

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
 * browser is at, and missing entries are added or spare ones left ({@link settle}). A form that would be lost asks at its own
 * place in the history, before the router hears of the way out; so its question is a layer like others, and Back is a no to it.
 */
export const useLayers = defineStore('layers', () => {
  let layers: Layer[] = []
  const forms = unsavedForms()
  let browser: { router: Router; address: RouterHistory } | undefined
  /** Where the browser is. */
  let at: Place = { page: undefined, depth: 0 }
  /** Navigations of the router that are on their way: by the page, and by the browser's buttons. */
  let called = 0
  let popping = false
  /** The router goes back to the page that a guard did not let go. */
  let returning = false
  /** The browser returns to the page whose form is to be asked about, or goes where the answer has let it. */
  let homing = false
  let passing = false
  let step: { end: () => void } | undefined
  let settling: Promise<void> | undefined

  const steady = () => browser !== undefined && called === 0 && !popping && !returning && !homing
  const place = () => placeOf(window.history.state)

  /** Takes part in the history of this router, until what it returns is called. Before, layers open and close without it. */
  function attach(router: Router): () => void {
    const address = router.options.history
    const { push, replace, go } = router
    hear = onPop
    router.push = (to) =>
      allowed(to, () => (free() ? during(push(to)) : clear().then(() => during(push(to)))))
    router.replace = (to) => allowed(to, () => during(replace(to)))
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

  /** Navigates unless a form keeps the page. */
  function allowed<T>(to: RouteLocationRaw, navigate: () => Promise<T>): Promise<T | undefined> {
    const form = forms.lostAt(to, browser?.router)
    return form ? asked(form).then((yes) => (yes ? navigate() : undefined)) : navigate()
  }

  /** Once it is answered, and the question's own entry has been left. */
  async function asked(form: UnsavedForm): Promise<boolean> {
    const yes = await forms.ask(form)
    await nextTick()
    await settle()
    return yes
  }

  function arrive(refused: boolean): void {
    returning ||= popping && refused
    popping = passing = false
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
      // One that asks first, or has not been saved yet, may still be there: below its question.
      const kept = closing.filter((layer) => layer.isOpen() && !layers.includes(layer)).reverse()
      layers.splice(depth, 0, ...kept)
      void settle()
    })
  }

  function onPop(event: PopStateEvent): void {
    const to = placeOf(event.state)
    const own = step !== undefined
    step?.end()
    if (homing) {
      event.stopImmediatePropagation()
    } else if (returning) {
      returning = false
      at = to
      void settle()
    } else if (to.page !== at.page) {
      if (!steady() && layers.length > at.depth) return keepPage(event, to)
      const { current } = event.state ?? {}
      const form = passing || typeof current !== 'string' ? undefined : forms.lostAt(current, browser?.router)
      if (form) return void askFirst(event, to, form)
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

  /** The browser is at another page already: it returns, asks, and goes there again when it may. */
  async function askFirst(event: PopStateEvent, to: Place, form: UnsavedForm): Promise<void> {
    event.stopImmediatePropagation()
    if (typeof to.page !== 'number' || typeof at.page !== 'number') return
    const delta = to.page - at.page
    closeAbove(0)
    await home(at.page)
    if (forms.asking() || !(await asked(form))) return
    passing = true
    browser?.router.go(delta)
  }

  async function home(page: number): Promise<void> {
    homing = true
    for (let steps = 0; steps < MOST_STEPS; steps++) {
      const { page: here } = place()
      if (typeof here !== 'number' || here === page) break
      await go(page - here)
    }
    homing = false
    at = place()
    void settle()
  }

  /** Back upon a question that comes while a page is on its way answers it; the question has no entry of its own. */
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
    guard: forms.add,
  }
})
