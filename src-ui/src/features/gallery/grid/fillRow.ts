/** A row is never higher than this times the height that is wanted. */
const HIGHEST = 1.5

/**
 * How many pictures share a row, and how high they are then: the row is full, and its height the nearest to the wanted one
 * that there is. The last pictures of a day do not fill theirs.
 *
 * @param shapes width by height of each picture
 * @param end the first picture that belongs to another section
 */
export function fillRow(
  shapes: readonly number[],
  first: number,
  end: number,
  { width, gap, line }: { width: number; gap: number; line: number },
): { count: number; height: number } {
  let sum = 0
  let before = Infinity
  for (let at = first; at < end; at++) {
    sum += shapes[at] ?? 1
    const count = at - first + 1
    const height = (width - gap * (count - 1)) / sum
    if (height <= line) {
      // Without this one the row would be higher, which may be the smaller change.
      const without = count > 1 && before - line < line - height && before <= line * HIGHEST
      return without ? { count: count - 1, height: before } : { count, height: Math.max(1, height) }
    }
    before = height
  }
  return { count: end - first, height: before <= line * 1.15 ? before : line }
}
