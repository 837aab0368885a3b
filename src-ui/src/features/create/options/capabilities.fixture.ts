import type { ModelCapabilities } from '@/shared/api/types'

/** A model that can do a bit of everything; tests say what differs. */
export function capable(differs: Partial<ModelCapabilities> = {}): ModelCapabilities {
  return {
    source: 'registry',
    known: true,
    name: 'Test',
    note: null,
    shutdown: null,
    promptMax: 0,
    modes: ['text-to-image', 'image-to-image'],
    aspectRatios: [
      { ratio: '1:1', pixels: { '1K': '1024x1024', '2K': '2048x2048' } },
      { ratio: '16:9', pixels: { '1K': '1376x768', '2K': '2752x1536' } },
    ],
    imageSizes: ['1K', '2K'],
    exactSizes: null,
    qualities: ['low', 'high'],
    outputFormats: ['png', 'jpeg', 'webp'],
    outputCompression: true,
    backgrounds: ['auto', 'transparent', 'opaque'],
    moderations: ['auto', 'low'],
    googleSearch: true,
    references: { min: 0, max: 3, types: ['image/png', 'image/jpeg'], maxBytes: 0, maxSide: 0 },
    mask: false,
    maxPartialImages: 2,
    pictures: { max: 4, perCall: 1 },
    seconds: {},
    price: null,
    ...differs,
  }
}
