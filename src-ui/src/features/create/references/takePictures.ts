import { useI18n } from '@/shared/i18n'
import type { GalleryEntry } from '@/shared/api/types'
import { notify } from '@/shared/ui/notify'
import type { useChosenModel } from '../composer/chosenModel'
import { useComposer } from '../composer'
import { useReferenceQueue } from './referenceQueue'

const COMMON_TYPES = ['image/png', 'image/jpeg', 'image/webp']
const USUAL_BYTES = 20 * 1024 * 1024
/** What most models take, while it cannot be known. */
export const USUAL_MAX = 16

/** Takes pictures into the draft as far as the model takes them, and says which it did not. */
export function useTakePictures(chosen: ReturnType<typeof useChosenModel>) {
  const { t } = useI18n()
  const composer = useComposer()
  const queue = useReferenceQueue()

  /** What the model takes; what most take while that cannot be known. */
  async function limits() {
    const takes = await chosen.known().then(
      (known) => known?.can.references,
      () => undefined,
    )
    return {
      max: takes?.max ?? USUAL_MAX,
      types: takes?.types ?? COMMON_TYPES,
      maxSide: takes?.maxSide ?? 0,
      maxBytes: takes?.maxBytes || USUAL_BYTES,
    }
  }

  async function takeFiles(files: readonly File[]): Promise<void> {
    if (files.length === 0) return
    const { max, ...fit } = await limits()
    if (max === 0) return refuseAll()
    composer.draft.mode = 'image'
    tellLeftOut(queue.add(files, fit, max), max)
  }

  async function takeEntries(entries: readonly GalleryEntry[]): Promise<void> {
    const { max } = await limits()
    if (max === 0) return refuseAll()
    const known = new Set(composer.draft.references.map(({ id }) => id))
    const fresh = entries.filter(({ id }) => !known.has(`gallery:${id}`))
    const room = Math.max(0, max - known.size)
    fresh.slice(0, room).forEach(composer.useAsReference)
    tellLeftOut(fresh.length - room, max)
  }

  function refuseAll(): void {
    notify.failed(t('references.noneTaken', { model: chosen.model.value }))
  }

  function tellLeftOut(count: number, max: number): void {
    if (count > 0) notify.failed(t('references.leftOut', { count, max }, count))
  }

  return { takeFiles, takeEntries }
}
