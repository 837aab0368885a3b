import { expect, it } from 'vitest'
import type { Options } from '../draft'
import { capable } from './capabilities.fixture'
import { backgroundsWith, sendable } from './sendable'

const everything: Options = {
  aspectRatio: '16:9',
  imageSize: '2K',
  quality: 'high',
  outputFormat: 'webp',
  outputCompression: 80,
  background: 'transparent',
  moderation: 'low',
  enableGoogleSearch: true,
  n: 3,
  partialImages: 2,
}

it('sends what the model has', () => {
  expect(sendable(everything, capable())).toEqual(everything)
})

it('sends nothing that is left at its default', () => {
  expect(sendable({}, capable())).toEqual({})
  expect(sendable({ n: 1, partialImages: 0, enableGoogleSearch: false }, capable())).toEqual({})
})

it('leaves out what the model does not have, and keeps it for one that has', () => {
  const poor = capable({
    aspectRatios: [],
    imageSizes: ['1K'],
    qualities: [],
    outputFormats: [],
    outputCompression: false,
    backgrounds: [],
    moderations: [],
    googleSearch: false,
    maxPartialImages: 0,
    pictures: { max: 1, perCall: 1 },
  })
  expect(sendable(everything, poor)).toEqual({})
  expect(sendable(everything, capable())).toEqual(everything)
})

it('asks for no more pictures and previews than there can be', () => {
  expect(sendable({ n: 9, partialImages: 3 }, capable())).toEqual({ n: 4, partialImages: 2 })
})

const sizes = { multipleOf: 16, maxRatio: 3, minPixels: 0, maxPixels: 0, maxSide: 3840 }

it('sends an exact size alone where it says everything', () => {
  const can = capable({ exactSizes: { listed: ['1536x1024'], free: false, alone: true, ...sizes } })
  expect(sendable({ size: '1536x1024', aspectRatio: '1:1', imageSize: '1K' }, can)).toEqual({
    size: '1536x1024',
  })
})

it('sends an exact size beside ratio and resolution where that is understood', () => {
  const can = capable({ exactSizes: { listed: [], free: true, alone: false, ...sizes } })
  expect(sendable({ size: '999x999', aspectRatio: '1:1' }, can)).toEqual({
    size: '999x999',
    aspectRatio: '1:1',
  })
})

it('sends ratio and resolution again when the exact size is not among the listed ones', () => {
  const can = capable({ exactSizes: { listed: ['1024x1024'], free: false, alone: true, ...sizes } })
  expect(sendable({ size: '999x999', aspectRatio: '1:1' }, can)).toEqual({ aspectRatio: '1:1' })
})

it('compresses only what can be compressed', () => {
  expect(sendable({ outputFormat: 'png', outputCompression: 50 }, capable())).toEqual({ outputFormat: 'png' })
  expect(sendable({ outputCompression: 50 }, capable())).toEqual({})
})

it('offers transparency for formats that have it', () => {
  expect(backgroundsWith(capable(), 'jpeg')).toEqual(['auto', 'opaque'])
  expect(backgroundsWith(capable())).toContain('transparent')
  expect(sendable({ outputFormat: 'jpeg', background: 'transparent' }, capable())).toEqual({
    outputFormat: 'jpeg',
  })
})
