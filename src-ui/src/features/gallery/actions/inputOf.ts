import type { GalleryEntry, GenerationInput } from '@/shared/api/types'

/** What was asked for a picture; older entries have less of it, or nothing. */
export type Asked = Omit<GenerationInput, 'images' | 'prompt' | 'configId'> & { references?: unknown }

/** What came, as the server stores it with a picture (`AskedAndGot`): JSON of no fixed shape in the API. */
export interface Got {
  model?: string
  aspectRatio?: string
  format?: string
  revisedPrompt?: string
  cost?: string
  costEstimated?: boolean
  damaged?: boolean
  /** Why it was not decoded, so that it has no thumbnail. */
  undecoded?: string
}

export function askedOf(entry: GalleryEntry): Asked {
  return part<Asked>(entry.parameters, 'asked')
}

export function gotOf(entry: GalleryEntry): Got {
  return part<Got>(entry.parameters, 'got')
}

function part<T extends object>(parameters: unknown, name: string): T {
  const value = (parameters as Record<string, unknown> | null | undefined)?.[name]
  return (typeof value === 'object' && value !== null ? value : {}) as T
}

/** The pictures that it was made from, as ids that a request takes: `upload:<sha256>` or `gallery:<entry id>`. */
export function referencesOf(entry: GalleryEntry): string[] {
  const listed = [entry.parameters?.references, askedOf(entry).references].find(Array.isArray) ?? []
  return listed
    .filter((id: unknown) => typeof id === 'string')
    .map((id) => (id.includes(':') ? id : `upload:${id}`))
}

/** The request that made this picture, to be sent again or changed. Entries of earlier versions know only the basics. */
export function inputOf(entry: GalleryEntry): GenerationInput {
  const { references: _references, mask: _mask, ...asked } = askedOf(entry)
  const images = referencesOf(entry)
  return {
    aspectRatio: entry.aspectRatio ?? undefined,
    imageSize: entry.imageSize ?? undefined,
    ...asked,
    model: asked.model ?? entry.modelId,
    configId: entry.configId,
    prompt: entry.prompt,
    ...(images.length > 0 ? { images } : {}),
  }
}
