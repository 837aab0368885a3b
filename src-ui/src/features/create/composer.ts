import { createEventHook } from '@vueuse/core'
import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import { api, ok } from '@/shared/api/client'
import type { GalleryEntry, GenerationInput } from '@/shared/api/types'
import { serverPath } from '@/shared/address'
import { readStored, writeStored } from '@/shared/stored'
import { isDraft, kept, sameOptions, type Draft, type Reference } from './draft'

export type { Draft, Mode, Options, Reference } from './draft'

const KEY = 'studio.draft'
const empty = (): Draft => ({ mode: 'text', prompt: '', references: [], options: {} })

/** The unsent request. It outlives reload, navigation and the end of a session; other pages put things into it. */
export const useComposer = defineStore('composer', () => {
  const draft = ref<Draft>(kept(readStored(KEY, empty(), isDraft)))
  /** What the last `fill` or `useTemplate` pushed aside, when it held words that were never sent; the page offers it back. */
  const replaced = shallowRef<Draft | null>(null)
  const sentPrompt = shallowRef('')
  const wanted = createEventHook<void>()
  watch(draft, (value) => writeStored(KEY, kept(value)), { deep: true })

  /** Takes over a whole request: "reuse settings", "change the prompt". */
  function fill(input: GenerationInput): void {
    const { configId, model, prompt, images, mask: _mask, includeImageData: _data, ...options } = input
    const references = (images ?? []).flatMap((id) => referenceOf(id) ?? [])
    replace({
      mode: references.length > 0 ? 'image' : 'text',
      prompt: prompt ?? '',
      references,
      configId: configId ?? undefined,
      model: model ?? undefined,
      options: sameOptions(options),
    })
    for (const { id } of references) if (id.startsWith('gallery:')) void lookUp(id)
  }

  /** Adds a picture of the gallery as a reference, once, and turns to image + text. */
  function useAsReference(entry: GalleryEntry): void {
    addReference(ofGallery(entry))
  }

  /** Makes a picture the one that is worked on: the only reference, with the prompt to say what to change. */
  function editFurther(entry: GalleryEntry): void {
    const { references } = draft.value
    const aside = kept(draft.value)
    const others = references.some(({ id }) => id !== `gallery:${entry.id}`)
    draft.value = { ...draft.value, mode: 'image', references: [ofGallery(entry)] }
    replaced.value = others && aside.references.length > 0 ? aside : null
    void wanted.trigger()
  }

  function addReference(reference: Reference): void {
    const others = draft.value.references.filter((other) => other.id !== reference.id)
    draft.value = { ...draft.value, mode: 'image', references: [...others, reference] }
  }

  function removeReference(id: string): void {
    draft.value.references = draft.value.references.filter((reference) => reference.id !== id)
  }

  /** Puts another reference into the place of one; of two that are the same only the first stays. */
  function replaceReference(id: string, reference: Reference): void {
    draft.value.references = draft.value.references
      .map((other) => (other.id === id ? reference : other))
      .filter((other, index, all) => all.findIndex((first) => first.id === other.id) === index)
  }

  /** Moves a reference to another place of the row; the order is the one in which the model gets them. */
  function moveReference(id: string, to: number): void {
    const moved = draft.value.references.find((reference) => reference.id === id)
    if (!moved) return
    const others = draft.value.references.filter((reference) => reference !== moved)
    draft.value.references = others.toSpliced(to, 0, moved)
  }

  /** Puts a template's text into the prompt. */
  function useTemplate(prompt: string): void {
    replace({ ...draft.value, prompt })
  }

  /** The prompt has reached the server, so that nothing is lost with it. */
  function markSent(prompt: string): void {
    sentPrompt.value = prompt
  }

  /** Takes back what pushed that draft aside. */
  function bringBack(aside: Draft): void {
    draft.value = kept(aside)
  }

  function replace(next: Draft): void {
    const { prompt } = draft.value
    const unsent = prompt.trim() !== '' && prompt !== sentPrompt.value && prompt !== next.prompt
    replaced.value = unsent ? { ...draft.value, options: { ...draft.value.options } } : null
    draft.value = next
  }

  /** Finds the small picture of a gallery entry; one that is gone keeps its place, and the server says so when asked. */
  async function lookUp(id: string): Promise<void> {
    const path = { id: id.slice('gallery:'.length) }
    try {
      const { entry } = await ok(api.GET('/api/gallery/{id}', { params: { path } }))
      replaceReference(id, ofGallery(entry))
    } catch {
      return
    }
  }

  return {
    draft,
    replaced,
    fill,
    useAsReference,
    editFurther,
    /** Called when it is time to write. */
    onPromptWanted: wanted.on,
    addReference,
    removeReference,
    replaceReference,
    moveReference,
    useTemplate,
    markSent,
    bringBack,
  }
})

function ofGallery(entry: GalleryEntry): Reference {
  return {
    id: `gallery:${entry.id}`,
    thumbnail: entry.thumbnailPath ?? entry.imagePath,
    name: entry.fileName,
  }
}

function referenceOf(id: string): Reference | null {
  if (id.startsWith('upload:')) return { id, thumbnail: uploadThumbnail(id), name: '' }
  if (id.startsWith('gallery:') || id.startsWith('https:')) return { id, thumbnail: '', name: '' }
  return null
}

/** Where the server shows an uploaded picture small. */
export function uploadThumbnail(id: string): string {
  return serverPath(`/api/uploads/${id.slice('upload:'.length)}/thumbnail`)
}
