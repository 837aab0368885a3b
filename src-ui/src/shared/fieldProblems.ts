import { computed, shallowRef } from 'vue'
import { ApiFailure } from './api/problem'

/** The server's sentences by the field that they are about; `images[2]` is about the images. */
export function fieldErrorsOf<F extends string>(
  failure: unknown,
  fields: readonly F[],
): Partial<Record<F, string>> {
  const told: Partial<Record<F, string>> = {}
  for (const { field, message } of (failure instanceof ApiFailure && failure.problem?.errors) || []) {
    const name = fields.find((known) => field === known || field.startsWith(`${known}[`))
    if (name) told[name] ??= message
  }
  return told
}

/** What the server has against a form: by field, and what belongs to no field. */
export function useFieldProblems<F extends string>(fields: readonly F[]) {
  const failure = shallowRef<unknown>(null)
  const told = computed(() => fieldErrorsOf(failure.value, fields))

  /** Does something and keeps its failure; whether it went well. */
  async function trying(deed: () => Promise<unknown>): Promise<boolean> {
    failure.value = null
    try {
      await deed()
      return true
    } catch (problem) {
      failure.value = problem
      return false
    }
  }

  const elsewhere = computed(() => (Object.keys(told.value).length > 0 ? null : failure.value))
  return { failure, told, elsewhere, trying }
}
