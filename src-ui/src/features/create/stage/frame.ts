import type { GalleryEntry, TaskView } from '@/shared/api/types'

/**
 * Width by height of the picture that a task makes: of the one that is there, else of what was asked for, so that its place
 * is laid out before it comes. Square when the model chooses.
 */
export function ratioOf({ payload, result }: TaskView): number {
  return (
    (result && shapeOf(result.galleryEntry)) ??
    quotient(payload.size, 'x') ??
    quotient(payload.aspectRatio, ':') ??
    1
  )
}

/** Width by height of a picture, as far as it was measured. */
export function shapeOf({ width, height }: GalleryEntry): number | undefined {
  return width > 0 && height > 0 ? width / height : undefined
}

function quotient(text: string | undefined, sign: 'x' | ':'): number | undefined {
  const [width, height] = (text ?? '').split(sign).map(Number)
  return width && height && width > 0 && height > 0 ? width / height : undefined
}
