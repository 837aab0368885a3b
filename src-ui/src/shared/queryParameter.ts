import { watchDebounced } from '@vueuse/core'
import { computed, onScopeDispose, ref, watch, type Ref, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * A parameter of the page's address, undefined when absent. Setting it replaces the address; with `push` setting what
 * was absent adds one to the history, so that Back takes it back.
 */
export function useQueryParameter(
  name: string,
  { push = false } = {},
): WritableComputedRef<string | undefined> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get() {
      const value = route.query[name]
      return typeof value === 'string' && value !== '' ? value : undefined
    },
    set(value) {
      const query = { ...route.query, [name]: value || undefined }
      const adds = push && value && route.query[name] === undefined
      void router[adds ? 'push' : 'replace']({ query })
    },
  })
}

/** One of a few values as a parameter of the address; the usual one is not written there. */
export function useQueryChoice<T extends string>(
  name: string,
  choices: readonly T[],
  usual: T,
): WritableComputedRef<T> {
  const parameter = useQueryParameter(name)
  return computed({
    get: () => choices.find((choice) => choice === parameter.value) ?? usual,
    set: (value) => (parameter.value = value === usual ? undefined : value),
  })
}

/** A text that is typed, and a moment after in `target`, which may change by other ways, too. */
export function useTypedText(target: Ref<string | undefined>, debounce: number): Ref<string> {
  const text = ref(target.value ?? '')
  let here = true
  onScopeDispose(() => (here = false))
  // Not on the page that somebody has gone to meanwhile.
  watchDebounced(text, (typed) => here && (target.value = typed.trim() || undefined), { debounce })
  watch(target, (value = '') => {
    if (value !== text.value.trim()) text.value = value
  })
  return text
}
