import { expect, it } from 'vitest'
import type { GalleryEntry } from '@/shared/api/types'
import { inputOf, referencesOf } from './inputOf'

const ENTRY = {
  id: 'e1',
  prompt: '日落',
  configId: 'relay',
  modelId: 'gpt-image-2-2026',
  aspectRatio: '16:9',
} as GalleryEntry

it('asks again for what was asked, not for what came', () => {
  const parameters = {
    asked: {
      model: 'gpt-image-2',
      size: '1536x1024',
      quality: 'high',
      n: 2,
      enableGoogleSearch: true,
      references: ['a'.repeat(64), 'gallery:e0'],
      mask: 'b'.repeat(64),
    },
    got: { model: 'gpt-image-2-2026', quality: 'medium', width: 1536, height: 1024 },
  }
  expect(inputOf({ ...ENTRY, parameters } as GalleryEntry)).toEqual({
    prompt: '日落',
    configId: 'relay',
    model: 'gpt-image-2',
    aspectRatio: '16:9',
    imageSize: undefined,
    size: '1536x1024',
    quality: 'high',
    n: 2,
    enableGoogleSearch: true,
    images: [`upload:${'a'.repeat(64)}`, 'gallery:e0'],
  })
})

it('makes the most of an entry of an earlier version', () => {
  expect(inputOf(ENTRY)).toEqual({
    prompt: '日落',
    configId: 'relay',
    model: 'gpt-image-2-2026',
    aspectRatio: '16:9',
    imageSize: undefined,
  })
})

it('reads no references out of something else', () => {
  expect(
    referencesOf({ ...ENTRY, parameters: { asked: { references: [1, null, 'upload:x'] } } } as never),
  ).toEqual(['upload:x'])
})
