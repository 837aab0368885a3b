import { readonly, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { filtersOf, queryOf, type GalleryFilters } from './filters'

/** The filters in the gallery's address. Changing them replaces the address: Back leaves the gallery, not a filter. */
export function useRouteFilters() {
  const route = useRoute()
  const router = useRouter()
  const filters = shallowRef(filtersOf(route.query))

  watch(
    () => route.query,
    (query) => {
      // On the way to another page the address is no longer ours.
      if (route.name === 'gallery') filters.value = filtersOf(query)
    },
  )

  function set(next: GalleryFilters): void {
    void router.replace({ name: 'gallery', params: route.params, query: queryOf(next) })
  }

  return { filters: readonly(filters), set }
}
