import { useIntervalFn } from '@vueuse/core'
import { shallowRef, type Ref } from 'vue'

/** Seconds that run down to zero, by the clock and not by counted ticks: a sleeping phone does not stretch them. */
export function useCountdown(): { seconds: Readonly<Ref<number>>; start: (seconds: number) => void } {
  const seconds = shallowRef(0)
  let end = 0
  const { pause, resume } = useIntervalFn(tick, 250, { immediate: false })

  function tick(): void {
    seconds.value = Math.max(0, Math.ceil((end - Date.now()) / 1000))
    if (seconds.value === 0) pause()
  }

  return {
    seconds,
    start(length) {
      end = Date.now() + length * 1000
      tick()
      resume()
    },
  }
}
