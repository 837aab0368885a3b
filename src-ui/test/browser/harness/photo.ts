import type { Page } from 'playwright-core'

/** A picture as a phone's camera writes it: large, lying on its side, with the place where it was taken. */
export async function photo(page: Page, width: number, height: number): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ({ width, height }) => {
      const canvas = new OffscreenCanvas(width, height)
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
      const strip = context.createImageData(width, 250)
      for (let top = 0; top < height; top += 250) {
        // Noise is what makes a JPEG large.
        for (let at = 0; at < strip.data.length; at += 65_536)
          crypto.getRandomValues(strip.data.subarray(at, at + 65_536))
        for (let at = 3; at < strip.data.length; at += 4) strip.data[at] = 255
        context.putImageData(strip, 0, top)
      }
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 })
      const bytes = new Uint8Array(await blob.arrayBuffer())
      let text = ''
      for (let at = 0; at < bytes.length; at += 32_768)
        text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
      return btoa(text)
    },
    { width, height },
  )
  const jpeg = Buffer.from(base64, 'base64')
  return Buffer.concat([jpeg.subarray(0, 2), exif(), jpeg.subarray(2)])
}

/** Orientation 6 (turn right to see it upright) and a place, big endian (Exif 2.3, sections 4.5 and 4.6). */
function exif(): Buffer {
  const tiff = Buffer.alloc(106)
  tiff.write('MM\0*', 0, 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(2, 8)
  entry(tiff, 10, 0x0112, 3, 1, 6 << 16)
  entry(tiff, 22, 0x8825, 4, 1, 38)
  tiff.writeUInt16BE(2, 38)
  entry(tiff, 40, 1, 2, 2, 0x4e00_0000)
  entry(tiff, 52, 2, 5, 3, 68)
  for (const [index, part] of [31, 14, 7].entries()) {
    tiff.writeUInt32BE(part, 68 + index * 8)
    tiff.writeUInt32BE(1, 72 + index * 8)
  }
  const head = Buffer.from([0xff, 0xe1, 0, 0, 0x45, 0x78, 0x69, 0x66, 0, 0])
  head.writeUInt16BE(tiff.length + 8, 2)
  return Buffer.concat([head, tiff])
}

function entry(tiff: Buffer, at: number, tag: number, type: number, count: number, value: number): void {
  tiff.writeUInt16BE(tag, at)
  tiff.writeUInt16BE(type, at + 2)
  tiff.writeUInt32BE(count, at + 4)
  tiff.writeUInt32BE(value >>> 0, at + 8)
}
