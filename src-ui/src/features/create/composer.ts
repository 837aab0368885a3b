import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import type { GalleryEntry, GenerationInput } from '@/shared/api/types'
import { readStored, writeStored } from '@/shared/stored'

/** A reference picture that the server has: `upload:<sha256>` or `gallery:<entry id>`. */
export interface Reference {
  id: string
  /** Address of a small picture of it. */
  thumbnail: string
  name: string
}

export type Mode = 'text' | 'image'

/** What a model can be asked for besides prompt and pictures; the names are those of the API. */
export type Options = Pick<
  GenerationInput,
  | 'aspectRatio'
  | 'imageSize'
  | 'size'
  | 'quality'
  | 'outputFormat'
  | 'outputCompression'
  | 'background'
  | 'moderation'
  | 'enableGoogleSearch'
  | 'n'
  | 'partialImages'
>

interface Draft {
  mode: Mode
  prompt: string
  references: Reference[]
  configId?: string
  model?: string
  options: Options
}

const KEY = 'studio.draft'
const EMPTY: Draft = { mode: 'text', prompt: '', references: [], options: {} }

/** The unsent request. It outlives reload, navigation and the end of a session; other pages put things into it. */
export const useComposer = defineStore('composer', () => {
  const draft = ref<Draft>(readStored(KEY, EMPTY, isDraft))
  watch(draft, (value) => writeStored(KEY, value), { deep: true })

  /** Takes over a whole request: "reuse settings", "change the prompt". */
  function fill(input: GenerationInput): void {
    const { configId, model, prompt, images, mask: _mask, includeImageData: _data, ...options } = input
    const references = (images ?? []).flatMap((id) => referenceOf(id) ?? [])
    draft.value = {
      mode: references.length > 0 ? 'image' : 'text',
      prompt: prompt ?? '',
      references,
      configId,
      model,
      options,
    }
  }

  /** Adds a picture of the gallery as a reference, once, and turns to image + text. */
  function useAsReference(entry: GalleryEntry): void {
    addReference({
      id: `gallery:${entry.id}`,
      thumbnail: entry.thumbnailPath ?? '',
      name: entry.fileName ?? '',
    })
  }

  function addReference(reference: Reference): void {
    const others = draft.value.references.filter((other) => other.id !== reference.id)
    draft.value = { ...draft.value, mode: 'image', references: [...others, reference] }
  }

  /** Puts a template's text into the prompt. */
  function useTemplate(prompt: string): void {
    draft.value.prompt = prompt
  }

  return { draft, fill, useAsReference, addReference, useTemplate }
})

function referenceOf(id: string): Reference | null {
  if (id.startsWith('upload:'))
    return { id, thumbnail: `/api/uploads/${id.slice('upload:'.length)}`, name: '' }
  return null
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false
  const { mode, prompt, references, options } = value as Partial<Draft>
  return (
    (mode === 'text' || mode === 'image') &&
    typeof prompt === 'string' &&
    Array.isArray(references) &&
    references.every((reference) => typeof reference?.id === 'string') &&
    typeof options === 'object' &&
    options !== null
  )
}
