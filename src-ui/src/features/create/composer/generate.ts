import { computed, shallowRef, watch } from 'vue'
import { useTaskFeed } from '@/features/tasks/taskFeed'
import { api, ok } from '@/shared/api/client'
import type { GenerationInput, ModelCapabilities } from '@/shared/api/types'
import { useFieldProblems } from '@/shared/fieldProblems'
import { useComposer } from '../composer'
import { OPTION_NAMES, type Mode } from '../draft'
import { sendable } from '../options/sendable'
import { useReferenceQueue } from '../references/referenceQueue'
import type { useChosenModel } from './chosenModel'
import { promptHistory } from './promptHistory'
import { useSubmission } from './submission'

/** What is wrong with the draft before it is worth sending. */
export type Refusal = 'nothing' | 'unfilled' | 'tooLong' | 'uploading' | 'uploadFailed' | 'tooMany' | 'tooFew'

const MAX_PROMPT = 32_000
export const FIELDS = ['prompt', 'images', 'configId', 'model', ...OPTION_NAMES] as const

/** How many characters the model takes, as far as that is known. */
export function promptMax(can?: ModelCapabilities): number {
  return Math.min(can?.promptMax || MAX_PROMPT, MAX_PROMPT)
}

/** Sends the draft as a task. It stays as it is: people send it again with a word changed. */
export function useGenerate(chosen: ReturnType<typeof useChosenModel>) {
  const composer = useComposer()
  const queue = useReferenceQueue()
  const feed = useTaskFeed()
  const submission = useSubmission()
  const { failure, told, elsewhere, trying } = useFieldProblems(FIELDS)
  const busy = shallowRef(false)
  const refusal = shallowRef<Refusal | null>(null)

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
    if (composer.unfilled.length > 0) return 'unfilled'
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
    let taken = false
    await trying(async () => (taken = await send()))
    // It was deleted elsewhere: the next click goes by the list as it is now.
    if (told.value.configId) chosen.reload()
    busy.value = false
    return taken
  }

  async function send(): Promise<boolean> {
    const known = await chosen.known()
    if (!known) return false
    refusal.value = refusalOf(known.can)
    if (refusal.value) return false
    const body = request(known.config.id, known.can)
    if (submission.repeats(body)) return true
    const header = { 'Idempotency-Key': submission.keyOf(body) }
    const { taskId } = await ok(api.POST('/api/generate/task', { params: { header }, body }))
    submission.taken()
    promptHistory.add(composer.draft.prompt)
    composer.markSent(body.prompt ?? '')
    void feed.lookUp(taskId)
    return true
  }

  watch(
    [() => composer.draft, () => queue.busy],
    () => {
      refusal.value = null
      failure.value = null
    },
    { deep: true },
  )

  return { mode, busy, refusal, failure, fieldErrors: told, elsewhere, generate }
}
