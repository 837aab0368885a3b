import { createSharedComposable, useIntervalFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { readonly, ref, shallowRef } from 'vue'

/** `Date` counts in seconds, and an answer takes its time: a smaller difference is none. */
const TOLERATED_MS = 2_000

/** How far the server's clock is ahead of this one. What the server dates is compared with its own time. */
const useServerClock = defineStore('clock', () => ({ aheadMs: ref(0) }))

/** Learns from the `Date` of an answer that has just arrived. */
export function learnServerTime(date: string | null): void {
  const told = date === null ? NaN : Date.parse(date)
  if (Number.isNaN(told)) return
  const ahead = told - Date.now()
  useServerClock().aheadMs = Math.abs(ahead) > TOLERATED_MS ? ahead : 0
}

/** The server's time in ms, as far as it is known. */
export function serverNow(): number {
  return Date.now() + useServerClock().aheadMs
}

/** The server's time in ms, once a second, from one timer for everything on the page that ticks. */
export const useClock = createSharedComposable(() => {
  const now = shallowRef(serverNow())
  useIntervalFn(() => (now.value = serverNow()), 1_000)
  return readonly(now)
})
