import { useQuery } from '@tanstack/vue-query'
import { fetchFacets } from '../galleryApi'

/** What the gallery can be narrowed to. */
export function useFacets(enabled: () => boolean = () => true) {
  return useQuery({
    queryKey: ['gallery', 'facets'],
    queryFn: ({ signal }) => fetchFacets(signal),
    enabled,
  })
}
