import { computed, shallowRef, watch } from 'vue'
import { useTaskFeed } from '@/features/tasks/taskFeed'
import { api, ok } from '@/shared/api/client'
import { ApiFailure } from '@/shared/api/problem'
import type { GenerationInput, ModelCapabilities } from '@/shared/api/types'
import { useComposer } from '../composer'
import { OPTION_NAMES, type Mode, type OptionName } from '../draft'
import { sendable } from '../options/sendable'
import { useReferenceQueue } from '../references/referenceQueue'
import type { useChosenModel } from './chosenModel'
import { promptHistory } from './promptHistory'
import { submission } from './submission'

/** What is wrong with the draft before it is worth sending. */
export type Refusal = 'nothing' | 'tooLong' | 'uploading' | 'uploadFailed' | 'tooMany' | 'tooFew'
export type Field = 'prompt' | 'images' | 'configId' | 'model' | OptionName

const MAX_PROMPT = 32_000
const FIELDS: readonly Field[] = ['prompt', 'images', 'configId', 'model', ...OPTION_NAMES]

/** How many characters the model takes, as far as that is known. */
export function promptMax(can?: ModelCapabilities): number {
  return can?.promptMax ? Math.min(can.promptMax, MAX_PROMPT) : MAX_PROMPT
}

/** Sends the draft as a task. It stays as it is: people send it again with a word changed. */
export function useGenerate(chosen: ReturnType<typeof useChosenModel>) {
  const composer = useComposer()
  const queue = useReferenceQueue()
  const feed = useTaskFeed()
  const busy = shallowRef(false)
  const refusal = shallowRef<Refusal | null>(null)
  const failure = shallowRef<unknown>(null)

  /** A model without references makes text to image of every draft, one that needs them image + text to image. */
  const mode = computed<Mode>(() => {
    const takes = chosen.capabilities.value?.references
    if (takes?.max === 0) return 'text'
    return takes && takes.min > 0 ? 'image' : composer.draft.mode
  })

  function refusalOf(can: ModelCapabilities): Refusal | null {
    const { prompt, references } = composer.draft
    const withPictures = mode.value === 'image'
    if (prompt.length > promptMax(can)) return 'tooLong'
    if (prompt.trim() === '' && !(withPictures && references.length > 0)) return 'nothing'
    if (!withPictures) return null
    if (queue.failed.length > 0) return 'uploadFailed'
    if (queue.busy) return 'uploading'
    if (references.length < can.references.min) return 'tooFew'
    return references.length > can.references.max ? 'tooMany' : null
  }

  function request(configId: string, can: ModelCapabilities): GenerationInput {
    const { prompt, references, model, options } = composer.draft
    const images = mode.value === 'image' ? references.map(({ id }) => id) : []
    return {
      configId,
      ...(model ? { model } : {}),
      prompt,
      ...(images.length > 0 ? { images } : {}),
      ...sendable(options, can),
    }
  }

  /** True when the server has taken it. */
  async function generate(): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = null
    try {
      const known = await chosen.known()
      if (!known) return false
      const { config, can } = known
      refusal.value = refusalOf(can)
      if (refusal.value) return false
      const body = request(config.id, can)
      if (submission.repeats(body)) return true
      const header = { 'Idempotency-Key': submission.keyOf(body) }
      const { taskId } = await ok(api.POST('/api/generate/task', { params: { header }, body }))
      submission.taken()
      promptHistory.add(composer.draft.prompt)
      composer.markSent(body.prompt ?? '')
      void show(taskId)
      return true
    } catch (problem) {
      failure.value = problem
      // It was deleted elsewhere: the next click goes by the list as it is now.
      if (fieldErrorsOf(problem).configId) chosen.reload()
      return false
    } finally {
      busy.value = false
    }
  }

  /** Puts the new task onto the stage at once, also while live updates are interrupted. */
  async function show(id: string): Promise<void> {
    try {
      feed.take(await ok(api.GET('/api/generate/task/{id}', { params: { path: { id } } })))
    } catch {
      void feed.load()
    }
  }

  watch(
    [() => composer.draft, () => queue.busy],
    () => {
      refusal.value = null
      failure.value = null
    },
    { deep: true },
  )

  return { mode, busy, refusal, failure, fieldErrors: computed(() => fieldErrorsOf(failure.value)), generate }
}

/** The server's sentences by the field that they are about; `images[2]` is about the pictures. */
export function fieldErrorsOf(failure: unknown): Partial<Record<Field, string>> {
  if (!(failure instanceof ApiFailure)) return {}
  const told: Partial<Record<Field, string>> = {}
  for (const { field, message } of failure.problem?.errors ?? []) {
    const name = FIELDS.find((known) => field === known || field.startsWith(`${known}[`))
    if (name) told[name] ??= message
  }
  return told
}
