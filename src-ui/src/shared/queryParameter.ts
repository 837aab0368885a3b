import { watchDebounced } from '@vueuse/core'
import { computed, onScopeDispose, ref, watch, type Ref, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * A parameter of the page's address, undefined when absent. Setting it replaces the address; with `push` setting what
 * was absent adds one to the history, so that Back takes it back, and so does taking the value away.
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
      const to = router.resolve({ query: { ...route.query, [name]: value || undefined } })
      const { back } = router.options.history.state
      if (push && value && route.query[name] === undefined) void router.push(to)
      // What was one step of the history to come is one step to leave.
      else if (push && !value && back === to.fullPath) router.back()
      else void router.replace(to)
    },
  })
}

/** That one of the choices, or the usual one when the text is none of them. */
export function choiceOf<T extends string>(choices: readonly T[], text: string | undefined, usual: T): T {
  return choices.find((choice) => choice === text) ?? usual
}

/** One of a few values as a parameter of the address; the usual one is not written there. */
export function useQueryChoice<T extends string>(
  name: string,
  choices: readonly T[],
  usual: T,
): WritableComputedRef<T> {
  const parameter = useQueryParameter(name)
  return computed({
    get: () => choiceOf(choices, parameter.value, usual),
    set: (value) => (parameter.value = value === usual ? undefined : value),
  })
}

/** A text that is typed, and a moment after in `target`, which may change by other ways, too. */
export function useTypedText(target: Ref<string | undefined>, debounce: number): Ref<string> {
  const router = useRouter()
  const text = ref(target.value ?? '')
  /** Whoever has gone to another page, or is on the way there, is not brought back for it. */
  let here = true
  const guards = [
    router.beforeEach((to, from) => void (here = to.path === from.path)),
    router.afterEach(() => void (here = true)),
  ]
  onScopeDispose(() => {
    guards.forEach((remove) => remove())
    here = false
  })
  watchDebounced(text, (typed) => here && (target.value = typed.trim() || undefined), { debounce })
  watch(target, (value = '') => {
    if (value !== text.value.trim()) text.value = value
  })
  return text
}
