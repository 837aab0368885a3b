import { expect, it } from 'vitest'
import { preparePicture, type Canvas, type DrawingTools, type PictureLimits } from './preparePicture'
import { heic, jpeg, png, segment, webp } from './pictures.fixture'

const LIMITS: PictureLimits = {
  maxSide: 0,
  maxBytes: 1_000_000,
  types: ['image/png', 'image/jpeg', 'image/webp'],
}

/** A browser whose files take half a byte for each pixel. */
function browser(width: number, height: number, readable = true) {
  const drawn: string[] = []
  let closed = 0
  const tools: DrawingTools = {
    async decode() {
      if (!readable) throw new DOMException('', 'InvalidStateError')
      return { width, height, close: () => void closed++ } as ImageBitmap
    },
    canvas(across, down): Canvas {
      return {
        getContext: () => ({ drawImage: () => undefined, imageSmoothingQuality: 'low' as const }),
        async toBlob(type) {
          drawn.push(`${type} ${across}x${down}`)
          return new Blob([new Uint8Array((across * down) / 2)], { type })
        },
      }
    },
  }
  return { tools, drawn, closed: () => closed }
}

it('sends a small clean picture as it is', async () => {
  const { tools, drawn, closed } = browser(300, 200)
  const { picture, thumbnail } = await preparePicture(new Blob([png()]), LIMITS, tools)
  expect(new Uint8Array(await picture.arrayBuffer())).toEqual(png())
  expect(picture.type).toBe('image/png')
  expect(thumbnail.type).toBe('image/webp')
  expect(drawn).toEqual(['image/webp 300x200'])
  expect(closed()).toBe(1)
})

it('draws a picture with metadata again, in its own size', async () => {
  const { tools, drawn } = browser(300, 200)
  await preparePicture(new Blob([jpeg(segment(0xe1, 'Exif\0\0'))]), LIMITS, tools)
  expect(drawn[1]).toBe('image/jpeg 300x200')
})

it('scales to the longest side that the model takes', async () => {
  const { tools, drawn } = browser(6000, 3000)
  const { picture } = await preparePicture(new Blob([jpeg()]), { ...LIMITS, maxSide: 1024 }, tools)
  expect(drawn).toEqual(['image/webp 320x160', 'image/jpeg 1024x512'])
  expect(picture.size).toBe((1024 * 512) / 2)
})

it('scales to 4096 pixels where the model names no side', async () => {
  const { tools, drawn } = browser(8000, 4000)
  await preparePicture(new Blob([jpeg()]), { ...LIMITS, maxBytes: 1e9 }, tools)
  expect(drawn[1]).toBe('image/jpeg 4096x2048')
})

it('draws smaller and smaller until the file is small enough', async () => {
  const { tools } = browser(4000, 4000)
  const photo = new Blob([jpeg(segment(0xe1, 'Exif\0\0'))])
  const { picture } = await preparePicture(photo, { ...LIMITS, maxBytes: 500_000 }, tools)
  expect(picture.size).toBeLessThanOrEqual(500_000)
  expect(picture.size).toBeGreaterThan(250_000)
})

it('turns a form that the model does not take into one that it takes', async () => {
  const { tools, drawn } = browser(10, 10)
  const types = ['image/jpeg']
  await preparePicture(new Blob([webp()]), { ...LIMITS, types }, tools)
  await preparePicture(new Blob([heic()]), { ...LIMITS, types: ['image/png'] }, tools)
  expect(drawn.filter((_, index) => index % 2)).toEqual(['image/jpeg 10x10', 'image/png 10x10'])
})

it('says when it is a HEIC photo that the browser cannot read', async () => {
  const { tools } = browser(1, 1, false)
  await expect(preparePicture(new Blob([heic()]), LIMITS, tools)).rejects.toMatchObject({ reason: 'heic' })
})

it('says when it is no picture', async () => {
  const { tools } = browser(1, 1, false)
  await expect(preparePicture(new Blob(['hello']), LIMITS, tools)).rejects.toMatchObject({
    reason: 'unreadable',
  })
})
