import { expect, it, vi } from 'vitest'
import type { GalleryEntry } from '@/shared/api/types'
import { dragOut, fileNameOf } from './dragOut'

const entry = (prompt: string, format = 'png') =>
  ({ id: 'one', prompt, format, imagePath: '/gallery/a%20b.png' }) as GalleryEntry

it.each([
  ['a lake / at dawn: "quiet"?', 'a lake at dawn quiet.png'],
  ['白色马克杯\n晨光', '白色马克杯 晨光.png'],
  ['   ', 'one.png'],
])('names %j so that every system takes it', (prompt, name) => {
  expect(fileNameOf(entry(prompt))).toBe(name)
})

it('is no longer than names are read', () => {
  expect(fileNameOf(entry('long '.repeat(100))).length).toBeLessThan(70)
})

it('carries the original as a file and as an address', () => {
  const setData = vi.fn()
  dragOut({ dataTransfer: { setData } } as unknown as DragEvent, entry('lake', 'jpg'))
  const address = `${window.location.origin}/gallery/a%20b.png`
  expect(setData.mock.calls).toEqual([
    ['DownloadURL', `image/jpeg:lake.jpg:${address}`],
    ['text/uri-list', address],
  ])
})
