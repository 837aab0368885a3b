import { createSharedComposable, useIntervalFn } from '@vueuse/core'
import { readonly, shallowRef } from 'vue'

/** The time in ms, once a second, from one timer for everything on the page that ticks. */
export const useClock = createSharedComposable(() => {
  const now = shallowRef(Date.now())
  useIntervalFn(() => (now.value = Date.now()), 1_000)
  return readonly(now)
})
