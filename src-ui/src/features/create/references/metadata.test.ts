import { expect, it } from 'vitest'
import { hasMetadata } from './metadata'
import { gif, heic, jpeg, png, segment, webp } from './pictures.fixture'
import { pictureType } from './pictureType'

it('tells what a file is by its bytes', () => {
  expect(pictureType(png())).toBe('image/png')
  expect(pictureType(jpeg())).toBe('image/jpeg')
  expect(pictureType(webp())).toBe('image/webp')
  expect(pictureType(gif())).toBe('image/gif')
  expect(pictureType(heic())).toBe('image/heic')
  expect(pictureType(new TextEncoder().encode('<svg xmlns="x"/>'))).toBe('image/svg+xml')
  expect(pictureType(new TextEncoder().encode('hello'))).toBeUndefined()
  expect(pictureType(new Uint8Array())).toBeUndefined()
})

it('finds nothing in a plain JPEG, also with a colour profile', () => {
  expect(hasMetadata(jpeg(), 'image/jpeg')).toBe(false)
  expect(hasMetadata(jpeg(segment(0xe2, 'ICC_PROFILE\0')), 'image/jpeg')).toBe(false)
})

it.each([
  ['Exif', 0xe1, 'Exif\0\0'],
  ['XMP', 0xe1, 'http://ns.adobe.com/xap/1.0/\0'],
  ['further pictures', 0xe2, 'MPF\0'],
  ['IPTC', 0xed, 'Photoshop 3.0\0'],
  ['a comment', 0xfe, 'made at home'],
])('finds %s in a JPEG', (_, marker, text) => {
  expect(hasMetadata(jpeg(segment(marker, text)), 'image/jpeg')).toBe(true)
})

it('distrusts a JPEG that goes on behind its end, and one that breaks off', () => {
  expect(hasMetadata(Uint8Array.of(...jpeg(), 1, 2, 3), 'image/jpeg')).toBe(true)
  expect(hasMetadata(jpeg().subarray(0, 6), 'image/jpeg')).toBe(true)
})

it.each(['eXIf', 'tEXt', 'iTXt', 'zTXt'])('finds %s in a PNG, also behind the picture', (name) => {
  expect(hasMetadata(png(), 'image/png')).toBe(false)
  expect(hasMetadata(png(name), 'image/png')).toBe(true)
})

it.each(['EXIF', 'XMP '])('finds %s in a WebP', (name) => {
  expect(hasMetadata(webp(), 'image/webp')).toBe(false)
  expect(hasMetadata(webp(name), 'image/webp')).toBe(true)
})
