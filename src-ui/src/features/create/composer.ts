import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { api, ok } from '@/shared/api/client'
import { filled, missing, variablesOf } from '@/features/templates/variables'
import type { GalleryEntry, GenerationInput, Template } from '@/shared/api/types'
import { serverPath } from '@/shared/address'
import { readStored, writeStored } from '@/shared/stored'
import { isDraft, kept, sameOptions, type Draft, type Reference } from './draft'

export type { Draft, Mode, Options, Reference } from './draft'

/** What a template is used by; those that are made of something else need no more. */
export type UsableTemplate = Pick<Template, 'title' | 'prompt'> & Partial<Template>

const KEY = 'studio.draft'
const empty = (): Draft => ({ mode: 'text', prompt: '', references: [], options: {} })

/** The unsent request. It outlives reload, navigation and the end of a session; other pages put things into it. */
export const useComposer = defineStore('composer', () => {
  const draft = ref<Draft>(kept(readStored(KEY, empty(), isDraft)))
  /** What the last `fill` or `useTemplate` pushed aside, when it held words that were never sent; the page offers it back. */
  const replaced = shallowRef<Draft | null>(null)
  const sentPrompt = shallowRef('')
  /** It is time to write: the prompt takes the focus as soon as it is in sight. */
  const promptWanted = ref(false)
  watch(draft, (value) => writeStored(KEY, kept(value)), { deep: true })
  /** The template's variables that wait to be filled in. */
  const unfilled = computed(() => {
    const { template } = draft.value
    return template ? missing(template.text, template.values) : []
  })
  // What is changed by hand is no longer made of the template.
  watch(
    () => draft.value.prompt,
    (prompt) => {
      const { template } = draft.value
      if (template && prompt !== filled(template.text, template.values)) draft.value.template = undefined
    },
    { flush: 'sync' },
  )

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
    promptWanted.value = true
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

  /** Puts a text into the prompt. */
  function useWords(prompt: string): void {
    replace({ ...draft.value, prompt, template: undefined })
  }

  /** Puts a template's text into the prompt, and chooses what it is to be used with; its variables have their defaults. */
  function useTemplate({ title, prompt: text, configId, model, options }: UsableTemplate): void {
    const template = variablesOf(text).length > 0 ? { title, text, values: {} } : undefined
    const other =
      configId || model ? { configId: configId ?? draft.value.configId, model: model ?? undefined } : {}
    replace({
      ...draft.value,
      ...other,
      ...(options ? { options: sameOptions({ ...draft.value.options, ...sameOptions(options) }) } : {}),
      prompt: filled(text, {}),
      template,
    })
  }

  /** The draft as a request, with all that is chosen, whatever the model takes of it; pictures on their way are left out. */
  function asInput(): GenerationInput {
    const { prompt, references, configId, model, options } = kept(draft.value)
    const images = references.map(({ id }) => id).filter((id) => /^(upload|gallery):/.test(id))
    return {
      prompt,
      ...(images.length > 0 ? { images } : {}),
      ...(configId ? { configId } : {}),
      ...(model ? { model } : {}),
      ...sameOptions(options),
    }
  }

  /** Fills in a variable of the template. */
  function fillIn(name: string, value: string): void {
    const { template } = draft.value
    if (!template) return
    const values = { ...template.values, [name]: value }
    draft.value = {
      ...draft.value,
      template: { ...template, values },
      prompt: filled(template.text, values),
    }
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
    promptWanted,
    addReference,
    removeReference,
    replaceReference,
    moveReference,
    useWords,
    useTemplate,
    unfilled,
    fillIn,
    asInput,
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
