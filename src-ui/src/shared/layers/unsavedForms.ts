import type { RouteLocationRaw, RouteLocationResolved, Router } from 'vue-router'

/** What a form may ask about the page that one goes to, or comes from. */
export type FormPlace = Pick<RouteLocationResolved, 'name' | 'path' | 'query'>

/** A form of the page that asks before what was typed into it is lost. */
export interface UnsavedForm {
  isLost: (to: FormPlace, from: FormPlace) => boolean
  ask: () => Promise<boolean>
}

/** The forms that are open, whether or not there is something to lose. */
export function unsavedForms() {
  const forms = new Set<UnsavedForm>()
  /** Questions that have not been answered. */
  let asking = 0

  return {
    asking: () => asking > 0,
    add(form: UnsavedForm): () => void {
      forms.add(form)
      return () => void forms.delete(form)
    },
    /** The one that a navigation would close with something in it. */
    lostAt(to: RouteLocationRaw, router?: Router): UnsavedForm | undefined {
      if (!router || forms.size === 0) return undefined
      const there = router.resolve(to)
      return [...forms].find((form) => form.isLost(there, router.currentRoute.value))
    },
    async ask(form: UnsavedForm): Promise<boolean> {
      asking++
      try {
        return await form.ask()
      } finally {
        asking--
      }
    },
  }
}
