import { computed } from 'vue'
import type { PictureList } from '@/features/gallery/viewer/useNeighbours'
import { entriesOf } from './sheet'
import { useStage } from './useStage'

/** The pictures of the stage as one list for the viewer, in the order of the sheet. */
export function usePictureList(): PictureList {
  const stage = useStage()
  const entries = computed(() => stage.results.flatMap(entriesOf))
  const indexOf = (id: string) => entries.value.findIndex((entry) => entry.id === id)
  return {
    indexOf,
    find: (id) => entries.value[indexOf(id)],
    entryAt: (index) => entries.value[index],
    total: computed(() => entries.value.length),
    need: () => undefined,
  }
}
