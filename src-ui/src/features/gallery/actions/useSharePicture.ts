import { useI18n } from '@/shared/i18n'
import type { GalleryEntry } from '@/shared/api/types'
import { notify } from '@/shared/ui/notify'
import { fileNameOf } from './dragOut'

/** Whether this device has a sheet to share files by; most phones do. */
export function canShareFiles(): boolean {
  const probe = () => new File(['x'], 'x.png', { type: 'image/png' })
  return typeof navigator.canShare === 'function' && navigator.canShare({ files: [probe()] })
}

/** Hands a picture, as a file, to the device's sheet for sharing. Closing the sheet is no failure. */
export function useSharePicture(): (entry: GalleryEntry) => Promise<void> {
  const { t } = useI18n()
  return async (entry) => {
    try {
      const answer = await fetch(entry.imagePath)
      if (!answer.ok) throw new Error(`answer ${answer.status}`)
      const content = await answer.blob()
      await navigator.share({ files: [new File([content], fileNameOf(entry), { type: content.type })] })
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError'))
        notify.failed(t('viewer.shareFailed'))
    }
  }
}
