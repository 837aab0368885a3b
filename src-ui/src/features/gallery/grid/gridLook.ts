import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { readStored, writeStored } from '@/shared/stored'

const KEY = 'studio.gallery.look'

interface Look {
  /** How large the pictures are, from 0 to 1. */
  size: number
  square: boolean
}

/** How this device shows the gallery. */
export const useGridLook = defineStore('grid-look', () => {
  const stored = readStored<Look>(KEY, { size: 0.4, square: false }, isLook)
  const size = ref(stored.size)
  const square = ref(stored.square)
  watch([size, square], () => writeStored(KEY, { size: size.value, square: square.value }))
  return { size, square }
})

function isLook(value: unknown): value is Look {
  const { size, square } = (value ?? {}) as Partial<Look>
  return typeof size === 'number' && size >= 0 && size <= 1 && typeof square === 'boolean'
}

/**
 * How high a row is wanted, in pixels. Each step of the slider changes it by the same part. On a phone a hundred thousand
 * pictures of the largest size are still no longer than a page may be.
 */
export function lineOf(size: number, width: number): number {
  const [least, most] = width < 640 ? [72, 200] : [100, 420]
  return least * (most / least) ** size
}
