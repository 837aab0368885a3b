import { hasMetadata } from './metadata'
import { pictureType, type PictureType } from './pictureType'
import { PictureProblem } from './pictureProblem'

/** What the model takes of one picture. */
export interface PictureLimits {
  maxSide: number
  maxBytes: number
  types: readonly string[]
}

export interface PreparedPicture {
  picture: Blob
  /** At most 320 pixels, to show. */
  thumbnail: Blob
}

export interface Canvas {
  getContext(kind: '2d'): Pick<CanvasRenderingContext2D, 'drawImage' | 'imageSmoothingQuality'> | null
  /** A type that the browser cannot write becomes PNG. */
  toBlob(type: string, quality: number): Promise<Blob>
}

/** What differs between a worker and the page: how a file becomes a picture, and what is drawn on. */
export interface DrawingTools {
  /** Upright, as the file's orientation says. */
  decode(file: Blob): Promise<ImageBitmap>
  canvas(width: number, height: number): Canvas
}

const MAX_FILE = 200 * 1024 * 1024
/** What canvases hold everywhere: iOS stops at 16.7 million pixels. */
const MAX_SIDE = 4096
const THUMBNAIL_SIDE = 320
const QUALITY = 0.92
const TRIES = 6

/**
 * Makes a file fit for the model: upright, within its limits, without metadata. What is fit already stays byte for byte.
 *
 * @throws PictureProblem when it is too large or no picture that this browser can read
 */
export async function preparePicture(
  file: Blob,
  limits: PictureLimits,
  tools: DrawingTools,
): Promise<PreparedPicture> {
  if (file.size > MAX_FILE) throw new PictureProblem('tooLarge')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const type = pictureType(bytes)
  const bitmap = await decode(file, type, tools)
  try {
    const thumbnail = await draw(bitmap, THUMBNAIL_SIDE, 'image/webp', tools)
    const side = Math.min(limits.maxSide || MAX_SIDE, MAX_SIDE)
    const fits =
      type !== undefined &&
      limits.types.includes(type) &&
      bytes.length <= limits.maxBytes &&
      Math.max(bitmap.width, bitmap.height) <= side
    if (type !== undefined && fits && !hasMetadata(bytes, type)) {
      return { picture: new Blob([bytes], { type }), thumbnail }
    }
    return { picture: await drawWithin(bitmap, side, { ...limits, type }, tools), thumbnail }
  } finally {
    bitmap.close()
  }
}

async function decode(file: Blob, type: PictureType | undefined, tools: DrawingTools): Promise<ImageBitmap> {
  try {
    return await tools.decode(file)
  } catch {
    throw new PictureProblem(type === 'image/heic' ? 'heic' : 'unreadable')
  }
}

/** Draws it again, smaller from try to try until the file is small enough. */
async function drawWithin(
  bitmap: ImageBitmap,
  side: number,
  { type, types, maxBytes }: PictureLimits & { type?: PictureType },
  tools: DrawingTools,
): Promise<Blob> {
  let longest = Math.min(side, Math.max(bitmap.width, bitmap.height))
  for (let count = 0; count < TRIES; count++) {
    const drawn = await draw(bitmap, longest, wanted(type, types), tools)
    if (drawn.size <= maxBytes) return drawn
    longest = Math.floor(longest * Math.min(0.8, Math.sqrt(maxBytes / drawn.size)))
  }
  throw new PictureProblem('tooLarge')
}

/** Photos become JPEG; what may be transparent stays a form that can be, where the model takes one. */
function wanted(type: PictureType | undefined, types: readonly string[]): string {
  const photo = type === 'image/jpeg' || type === 'image/heic'
  const liked = photo ? ['image/jpeg', 'image/png'] : [type === 'image/webp' ? type : '', 'image/png']
  return liked.find((form) => types.includes(form)) ?? 'image/jpeg'
}

async function draw(bitmap: ImageBitmap, side: number, type: string, tools: DrawingTools): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height))
  const width = Math.max(1, Math.round(bitmap.width * scale))
  const height = Math.max(1, Math.round(bitmap.height * scale))
  const canvas = tools.canvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) throw new PictureProblem('unreadable')
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, width, height)
  return canvas.toBlob(type, QUALITY)
}
