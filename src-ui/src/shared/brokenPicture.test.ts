import { effectScope, nextTick, ref } from 'vue'
import { afterEach, expect, it } from 'vitest'
import { useBrokenPicture } from './brokenPicture'
import { connection } from './live/connection'

afterEach(() => (connection.value = 'live'))

it('tries another picture, and the same one when the connection is back', async () => {
  const picture = ref('a')
  const broken = effectScope().run(() => useBrokenPicture(() => picture.value))
  if (!broken) throw new Error('not set up')
  broken.value = true
  picture.value = 'b'
  await nextTick()
  expect(broken.value).toBe(false)
  broken.value = true
  connection.value = 'offline'
  await nextTick()
  expect(broken.value).toBe(true)
  connection.value = 'live'
  await nextTick()
  expect(broken.value).toBe(false)
})
