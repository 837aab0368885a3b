import type { ModelCapabilities } from '@/shared/api/types'
import type { Options } from '../draft'

const COMPRESSED = ['jpeg', 'webp']
const WITH_TRANSPARENCY = ['png', 'webp']

/**
 * The chosen options that this model has. The others stay in the draft and come back with a model that has them. The rules
 * are those of docs/models.md, "What is refused"; whether a free size keeps the model's limits is left to the server, which
 * names the nearest one.
 */
export function sendable(chosen: Options, can: ModelCapabilities): Options {
  const size = can.exactSizes && sizeOffered(chosen.size, can) ? chosen.size : undefined
  const sizeAlone = size !== undefined && can.exactSizes?.alone
  const outputFormat = oneOf(chosen.outputFormat, can.outputFormats)
  const sent: Options = {
    aspectRatio: sizeAlone
      ? undefined
      : oneOf(
          chosen.aspectRatio,
          can.aspectRatios.map(({ ratio }) => ratio),
        ),
    imageSize: sizeAlone ? undefined : oneOf(chosen.imageSize, can.imageSizes),
    size,
    quality: oneOf(chosen.quality, can.qualities),
    outputFormat,
    outputCompression: compressible(can, outputFormat) ? chosen.outputCompression : undefined,
    background: oneOf(chosen.background, backgroundsWith(can, outputFormat)),
    moderation: oneOf(chosen.moderation, can.moderations),
    enableGoogleSearch: (can.googleSearch && chosen.enableGoogleSearch) || undefined,
    n: above(1, Math.min(chosen.n ?? 1, can.pictures.max)),
    partialImages: above(0, Math.min(chosen.partialImages ?? 0, can.maxPartialImages)),
  }
  return Object.fromEntries(Object.entries(sent).filter(([, value]) => value != null))
}

/** Whether a format is chosen that can be compressed more or less, and the model lets one say how much. */
export function compressible(can: ModelCapabilities, outputFormat?: string): boolean {
  return can.outputCompression && outputFormat !== undefined && COMPRESSED.includes(outputFormat)
}

/** Without a format models answer with PNG, which can be transparent. */
export function backgroundsWith(can: ModelCapabilities, outputFormat?: string): string[] {
  const opaque = outputFormat !== undefined && !WITH_TRANSPARENCY.includes(outputFormat)
  return can.backgrounds.filter((background) => !(opaque && background === 'transparent'))
}

function sizeOffered(size: string | undefined, { exactSizes }: ModelCapabilities): boolean {
  if (!size || !exactSizes) return false
  return exactSizes.free || exactSizes.listed.includes(size)
}

function oneOf(value: string | undefined, offered: readonly string[]): string | undefined {
  return value !== undefined && offered.includes(value) ? value : undefined
}

function above(least: number, value: number): number | undefined {
  return value > least ? value : undefined
}
