import { ref, watch, type Ref } from 'vue'
import { useConnection } from './live/connection'

/**
 * Whether a picture did not come, to be set by its `error` event. Another picture is worth another try, and so is a
 * connection that is back: a server that was away has lost nothing.
 */
export function useBrokenPicture(picture: () => unknown): Ref<boolean> {
  const broken = ref(false)
  watch(picture, () => (broken.value = false))
  const connection = useConnection()
  watch(
    () => connection.state,
    (now) => now === 'live' && (broken.value = false),
  )
  return broken
}
