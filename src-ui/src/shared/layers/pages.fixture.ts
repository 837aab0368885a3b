import { effectScope, ref, type EffectScope, type Ref } from 'vue'
import { createRouter, createWebHistory, type Router } from 'vue-router'
import { useLayers } from './layers'
import { useLayer } from './useLayer'

const View = { template: '<p />', render: () => null }

/** A router upon the history of the window, with two pages in it: `/one`, and `/two`, which is open. */
export class PagesFixture {
  readonly scope: EffectScope = effectScope()
  router: Router
  private detach: () => void = () => undefined

  private constructor() {
    window.history.replaceState(null, '', '/start')
    this.router = this.openRouter()
  }

  static async open(): Promise<PagesFixture> {
    const pages = new PagesFixture()
    await pages.router.push('/one')
    await pages.router.push('/two')
    await settled()
    return pages
  }

  private openRouter(): Router {
    const opened = createRouter({
      history: createWebHistory('/'),
      routes: [{ path: '/:name', component: View }],
    })
    this.detach = useLayers().attach(opened)
    // What installing a router does.
    void opened.push(opened.options.history.location)
    opened.listening = true
    return opened
  }

  /** As if the page had been loaded anew. */
  async reload(): Promise<void> {
    this.router = this.openRouter()
    await this.router.isReady()
    await settled()
  }

  layer(open = ref(true)): Ref<boolean> {
    this.scope.run(() => useLayer(open))
    return open
  }

  close(): void {
    this.scope.stop()
    this.detach()
    this.router.options.history.destroy()
  }
}

/** Steps through the history take a moment; the tests await their effect. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 20))
export const path = () => window.location.pathname
export const depth = (): number => window.history.state?.layer ?? 0

export async function back(steps = 1): Promise<void> {
  for (let step = 0; step < steps; step++) window.history.back()
  await settled()
}
