import { effectScope, nextTick, ref } from 'vue'
import { expect, it } from 'vitest'
import { useBrokenPicture } from './brokenPicture'
import { useConnection } from './live/connection'

it('tries another picture, and the same one when the connection is back', async () => {
  const picture = ref('a')
  const broken = effectScope().run(() => useBrokenPicture(() => picture.value))
  if (!broken) throw new Error('not set up')
  broken.value = true
  picture.value = 'b'
  await nextTick()
  expect(broken.value).toBe(false)
  broken.value = true
  useConnection().state = 'offline'
  await nextTick()
  expect(broken.value).toBe(true)
  useConnection().state = 'live'
  await nextTick()
  expect(broken.value).toBe(false)
})
