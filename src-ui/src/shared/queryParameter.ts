import { computed, type WritableComputedRef } from 'vue'
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
