import type { ModelCapabilities } from '@/shared/api/types'

type AspectRatio = ModelCapabilities['aspectRatios'][number]

const SIDE = 28
const THINNEST = 4
const USUAL_TIER = '1K'

/** A ratio as a rectangle of about the same area, in CSS pixels. */
export function shapeOf(ratio: string): { width: number; height: number } {
  const [across = 1, down = 1] = ratio.split(':').map(Number)
  const scale = Math.min(SIDE / Math.max(across, down), Math.sqrt(400 / (across * down)))
  const side = (length: number) => Math.max(THINNEST, Math.round(length * scale))
  return { width: side(across), height: side(down) }
}

/** What a ratio comes to at a resolution, for people: "2752 × 1536". */
export function pixelsOf({ pixels }: AspectRatio, imageSize?: string): string | undefined {
  return pixels[imageSize ?? USUAL_TIER]?.replace('x', ' × ')
}
