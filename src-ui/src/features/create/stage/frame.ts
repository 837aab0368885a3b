import type { TaskView } from '@/shared/api/types'

/** The height that one picture takes at most, so that it is seen whole. */
export const HIGHEST = 'min(70dvh, 52rem)'

/**
 * Width by height of the picture that a task makes: of the one that is there, else of what was asked for, so that its place
 * is laid out before it comes. Square when the model chooses.
 */
export function ratioOf({ payload, result }: TaskView): number {
  const entry = result?.galleryEntry
  if (entry && entry.width > 0 && entry.height > 0) return entry.width / entry.height
  return quotient(payload.size, 'x') ?? quotient(payload.aspectRatio, ':') ?? 1
}

function quotient(text: string | undefined, sign: 'x' | ':'): number | undefined {
  const [width, height] = (text ?? '').split(sign).map(Number)
  return width && height && width > 0 && height > 0 ? width / height : undefined
}

/** Columns of a task with several pictures. */
export function columnsFor(count: number): 1 | 2 | 3 {
  if (count <= 1) return 1
  return count <= 4 ? 2 : 3
}
