/** The list with the item at `from` moved to `to`; the same list when that is where it is, or nowhere. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const item = list[from]
  if (item === undefined || from === to || to < 0 || to >= list.length) return list
  const others = list.filter((_, index) => index !== from)
  return [...others.slice(0, to), item, ...others.slice(to)]
}

/** The items in the order of the ids; those that it does not name keep their order and come after the one before them. */
export function inOrder<T extends { id: string }>(items: readonly T[], ids: readonly string[]): readonly T[] {
  const places = new Map(ids.map((id, place) => [id, place]))
  let last = -1
  return items
    .map((item) => ({ item, place: (last = places.get(item.id) ?? last) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
