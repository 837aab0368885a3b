import type { GenerationInput } from '@/shared/api/types'

/**
 * A reference picture: `upload:<sha256>` or `gallery:<entry id>`, which the server has, or `pending:<any>`, which is on its
 * way there and is not kept over a reload.
 */
export interface Reference {
  id: string
  /** Address of a small picture of it; empty when there is none. */
  thumbnail: string
  name: string
}

export type Mode = 'text' | 'image'

export const OPTION_NAMES = [
  'aspectRatio',
  'imageSize',
  'size',
  'quality',
  'outputFormat',
  'outputCompression',
  'background',
  'moderation',
  'enableGoogleSearch',
  'n',
  'partialImages',
] as const
export type OptionName = (typeof OPTION_NAMES)[number]

/** What a model can be asked for besides prompt and pictures; the names are those of the API. */
export type Options = Pick<GenerationInput, OptionName>

export interface Draft {
  mode: Mode
  prompt: string
  references: Reference[]
  configId?: string
  model?: string
  options: Options
  /** The template that the prompt is made of, as long as nobody changes the prompt by hand. */
  template?: UsedTemplate
}

export interface UsedTemplate {
  title: string
  /** With its variables. */
  text: string
  values: Record<string, string>
}

const PENDING = 'pending:'

export function isPending(reference: Pick<Reference, 'id'>): boolean {
  return reference.id.startsWith(PENDING)
}

export function pendingId(): string {
  return PENDING + crypto.getRandomValues(new Uint32Array(2)).join('-')
}

/** The draft without what cannot be kept: pictures that the server does not have yet. */
export function kept(draft: Draft): Draft {
  return { ...draft, references: draft.references.filter((reference) => !isPending(reference)) }
}

/** Only what is an option and says something; the server answers absent ones with null. */
export function sameOptions(given: Partial<Record<string, unknown>>): Options {
  return Object.fromEntries(
    OPTION_NAMES.filter((name) => given[name] != null && given[name] !== false).map((name) => [
      name,
      given[name],
    ]),
  )
}

export function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false
  const { mode, prompt, references, options, template } = value as Partial<Draft>
  return (
    (mode === 'text' || mode === 'image') &&
    typeof prompt === 'string' &&
    Array.isArray(references) &&
    references.every((reference) => typeof reference?.id === 'string') &&
    typeof options === 'object' &&
    options !== null &&
    (template === undefined || isUsedTemplate(template))
  )
}

function isUsedTemplate(value: Partial<UsedTemplate> | null): boolean {
  return (
    typeof value?.title === 'string' &&
    typeof value.text === 'string' &&
    typeof value.values === 'object' &&
    value.values !== null
  )
}
