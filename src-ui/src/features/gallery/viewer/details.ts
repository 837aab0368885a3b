import type { GalleryEntry } from '@/shared/api/types'
import { askedOf, gotOf } from '../actions/inputOf'

export type DetailName =
  | 'model'
  | 'aspectRatio'
  | 'imageSize'
  | 'size'
  | 'quality'
  | 'format'
  | 'outputCompression'
  | 'background'
  | 'moderation'
  | 'googleSearch'
  | 'count'

/** One parameter: what was asked for and what came, where they are known. */
export interface Detail {
  name: DetailName
  asked?: string
  got?: string
}

/** Every parameter of a picture that was asked for or told, in the order of the composer. */
export function detailsOf(entry: GalleryEntry): Detail[] {
  const asked = askedOf(entry)
  const got = gotOf(entry)
  const pixels = entry.width > 0 ? `${entry.width} × ${entry.height}` : undefined
  const details: Detail[] = [
    { name: 'model', asked: asked.model, got: got.model ?? entry.modelId },
    { name: 'aspectRatio', asked: asked.aspectRatio ?? entry.aspectRatio, got: got.aspectRatio },
    { name: 'imageSize', asked: asked.imageSize ?? entry.imageSize },
    { name: 'size', asked: asked.size?.replace('x', ' × '), got: pixels },
    { name: 'quality', asked: asked.quality },
    { name: 'format', asked: upper(asked.outputFormat), got: upper(entry.format || got.format) },
    { name: 'outputCompression', asked: text(asked.outputCompression) },
    { name: 'background', asked: asked.background },
    { name: 'moderation', asked: asked.moderation },
    { name: 'googleSearch', asked: text(asked.enableGoogleSearch) },
    { name: 'count', asked: text(asked.n) },
  ]
  return details.filter(({ asked: wanted, got: came }) => wanted || came)
}

/** Only what came says anything, when it is what was asked for. */
export function differs({ asked, got }: Detail): boolean {
  return asked !== undefined && got !== undefined && asked !== got
}

function upper(format: string | undefined): string | undefined {
  return format?.toUpperCase().replace('JPG', 'JPEG')
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value)
}
