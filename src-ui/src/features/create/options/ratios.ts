import type { ModelCapabilities } from '@/shared/api/types'

type AspectRatio = ModelCapabilities['aspectRatios'][number]

const SIDE = 28
const THINNEST = 4
const USUAL_TIER = '1K'
/** What pictures for shops, phones and screens are made in, the most common first. */
const COMMON = ['1:1', '3:4', '4:3', '9:16', '16:9', '2:3', '3:2', '4:5']
const IN_SIGHT = 6

/** A ratio (16:9) or a size (1536x1024) as a rectangle of about the same area, in CSS pixels. */
export function shapeOf(ratio: string): { width: number; height: number } {
  const [across = 1, down = 1] = ratio.split(/[:x]/).map(Number)
  const scale = Math.min(SIDE / Math.max(across, down), Math.sqrt(400 / (across * down)))
  const side = (length: number) => Math.max(THINNEST, Math.round(length * scale))
  return { width: side(across), height: side(down) }
}

/** What a ratio comes to at a resolution, for people: "2752 × 1536". */
export function pixelsOf({ pixels }: AspectRatio, imageSize?: string): string | undefined {
  const size = pixels[imageSize ?? USUAL_TIER]
  return size && sizeText(size)
}

/** A size for people: "1536 × 1024". */
export function sizeText(size: string): string {
  return size.replace('x', ' × ')
}

/** The ratios with the common ones first, and how many of them are in sight at first. */
export function commonFirst(ratios: readonly AspectRatio[]): { ratios: AspectRatio[]; common: number } {
  const first = COMMON.flatMap((common) => ratios.find(({ ratio }) => ratio === common) ?? []).slice(
    0,
    IN_SIGHT,
  )
  const rest = ratios.filter((one) => !first.includes(one))
  // A single one more takes no more room than the way to it.
  const common = first.length === 0 || rest.length === 1 ? ratios.length : first.length
  return { ratios: [...first, ...rest], common }
}
