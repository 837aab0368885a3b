import { computed, shallowReactive, watch } from 'vue'
import type { GalleryEntry } from '@/shared/api/types'
import { useSelection } from '../selection'

/** A picture that is chosen: `gallery:<entry id>`, or one from elsewhere that keeps its place. */
export interface Picked {
  id: string
  /** Address of a small picture of it; empty when there is none. */
  thumbnail: string
}

/** What a choice changes: pictures that come at the end of the row, in the order of the taps, and those that leave it. */
export interface Choice {
  added: GalleryEntry[]
  removed: string[]
}

const PREFIX = 'gallery:'

/**
 * A row of pictures that is changed by ticking pictures of the gallery. What the row holds already is ticked from the
 * beginning; what is unticked and ticked again comes last.
 *
 * @param row as it is now; pictures from elsewhere may come into it meanwhile
 * @param find an entry that is in sight
 */
export function usePicked(
  most: () => number,
  row: () => readonly Picked[],
  find: (id: string) => GalleryEntry | undefined,
) {
  const before = row().flatMap(({ id }) => entryOf(id) ?? [])
  // A row that is longer than this model takes is not cut behind anybody's back.
  const room = () => most() - row().filter(({ id }) => entryOf(id) === undefined).length
  const selection = useSelection(() => Math.max(before.length, room()))
  selection.begin()
  selection.add(before)

  const unticked = shallowReactive(new Set<string>())
  /** What was ticked stays chosen when a search shows other pictures. */
  const entries = shallowReactive(new Map<string, GalleryEntry>())
  watch(
    selection.ids,
    (ids) => {
      for (const id of before) if (!ids.has(id)) unticked.add(id)
      for (const id of ids) {
        const entry = entries.has(id) ? undefined : find(id)
        if (entry) entries.set(id, entry)
      }
    },
    { flush: 'sync' },
  )

  const stays = (id: string) => !unticked.has(id) && before.includes(id)
  const added = computed(() =>
    [...selection.ids.value].filter((id) => !stays(id)).flatMap((id) => entries.get(id) ?? []),
  )
  /** The row as the choice makes it. */
  const result = computed<Picked[]>(() => [
    ...row().filter(({ id }) => !unticked.has(entryOf(id) ?? '')),
    ...added.value.map(({ id, thumbnailPath, imagePath }) => ({
      id: PREFIX + id,
      thumbnail: thumbnailPath ?? imagePath,
    })),
  ])
  const places = computed(() => new Map(result.value.map(({ id }, index) => [entryOf(id) ?? id, index + 1])))

  return {
    selection,
    result,
    /** Place of an entry in the row, from 1. */
    placeOf: (id: string) => places.value.get(id),
    changed: computed(() => added.value.length > 0 || unticked.size > 0),
    choice: (): Choice => ({ added: added.value, removed: [...unticked].map((id) => PREFIX + id) }),
    untick(id: string): void {
      const entry = entryOf(id)
      if (entry !== undefined && selection.has(entry)) selection.toggle(entry)
    },
  }
}

/** The entry's id, of a picture of the gallery. */
export function entryOf(id: string): string | undefined {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined
}
