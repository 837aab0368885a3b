import { expect, it } from 'vitest'
import { ref } from 'vue'
import type { GalleryEntry } from '@/shared/api/types'
import { usePicked, type Picked } from './usePicked'

const entry = (id: string) => ({ id, imagePath: `/${id}.png`, thumbnailPath: `/${id}.webp` }) as GalleryEntry
const picked = (id: string): Picked => ({ id, thumbnail: '' })

function picking(row: string[], most = 5) {
  const now = ref(row.map(picked))
  const picks = usePicked(
    () => most,
    () => now.value,
    entry,
  )
  return { ...picks, now, ids: () => picks.result.value.map(({ id }) => id) }
}

it('puts pictures at the end of the row in the order in which they were ticked', () => {
  const { selection, ids, choice, placeOf, changed } = picking(['upload:1'])
  expect(changed.value).toBe(false)
  for (const id of ['c', 'a', 'b']) selection.toggle(id)
  expect(ids()).toEqual(['upload:1', 'gallery:c', 'gallery:a', 'gallery:b'])
  expect([placeOf('c'), placeOf('b'), placeOf('d')]).toEqual([2, 4, undefined])
  expect(choice()).toEqual({ added: [entry('c'), entry('a'), entry('b')], removed: [] })
})

it('has what is chosen already ticked, and lets go of what is unticked', () => {
  const { selection, ids, choice, untick, changed } = picking(['gallery:a', 'upload:1', 'gallery:b'])
  expect([...selection.ids.value]).toEqual(['a', 'b'])
  untick('gallery:a')
  untick('upload:1')
  expect(ids()).toEqual(['upload:1', 'gallery:b'])
  expect(changed.value).toBe(true)
  expect(choice()).toEqual({ added: [], removed: ['gallery:a'] })
})

it('puts last what is unticked and ticked again', () => {
  const { selection, choice, placeOf } = picking(['gallery:a', 'gallery:b'])
  selection.toggle('a')
  selection.toggle('a')
  expect([placeOf('b'), placeOf('a')]).toEqual([1, 2])
  expect(choice()).toEqual({ added: [entry('a')], removed: ['gallery:a'] })
})

it('leaves room for pictures that come from elsewhere meanwhile', () => {
  const { selection, now, ids } = picking(['upload:1'], 3)
  selection.toggle('a')
  now.value = [...now.value, picked('pending:2')]
  selection.toggle('b')
  expect(selection.full.value).toBe(true)
  expect(ids()).toEqual(['upload:1', 'pending:2', 'gallery:a'])
})

it('does not cut a row that is longer than the model takes', () => {
  const { ids, changed } = picking(['gallery:a', 'gallery:b', 'gallery:c'], 2)
  expect(ids()).toHaveLength(3)
  expect(changed.value).toBe(false)
})
