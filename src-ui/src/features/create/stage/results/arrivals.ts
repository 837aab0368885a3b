import { nextTick, onScopeDispose, shallowRef, watch } from 'vue'
import type { TaskView } from '@/shared/api/types'

/** Below it the composer of a phone lies over the stage. */
const COVERED = '0px 0px -25% 0px'

/** Results that have come while one looks on and whose card was not in sight yet, newest first, and the way to them. */
export function useArrivals(
  results: () => readonly TaskView[],
  cardOf: (id: string) => HTMLElement | undefined,
) {
  const unseen = shallowRef<readonly string[]>([])
  const cards = new Map<Element, string>()
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const id = cards.get(target)
        if (id === undefined) continue
        if (isIntersecting) seen(target, id)
        else if (!unseen.value.includes(id)) unseen.value = [id, ...unseen.value]
      }
    },
    { rootMargin: COVERED, threshold: 0.2 },
  )
  onScopeDispose(() => observer.disconnect())

  function seen(card: Element, id: string): void {
    observer.unobserve(card)
    cards.delete(card)
    unseen.value = unseen.value.filter((other) => other !== id)
  }

  watch(
    () => results().map(({ id }) => id),
    async (now, before) => {
      const known = new Set(before)
      const newest = before[0]
      // What comes back from having been put away stands behind others and is no news.
      const upTo = newest === undefined ? now.length : now.indexOf(newest)
      const fresh = now.slice(0, upTo < 0 ? 0 : upTo).filter((id) => !known.has(id))
      const gone = new Set(before.filter((id) => !now.includes(id)))
      for (const [card, id] of cards) if (gone.has(id)) seen(card, id)
      await nextTick()
      for (const id of fresh) {
        const card = cardOf(id)
        if (!card) continue
        cards.set(card, id)
        observer.observe(card)
      }
    },
  )

  /** Leads to the newest of them, which has the focus then. */
  function show(): void {
    const card = unseen.value[0] === undefined ? undefined : cardOf(unseen.value[0])
    unseen.value = []
    card?.scrollIntoView({ block: 'center', behavior: 'smooth' })
    card?.querySelector('a')?.focus({ preventScroll: true })
  }

  return { unseen, show }
}
