import { useI18n } from '@/shared/i18n'
import type { GalleryEntry } from '@/shared/api/types'
import { notify } from '@/shared/ui/notify'
import { useComposer } from '../composer'

/** What can be done with a picture right where it was made. */
export function usePictureActions() {
  const { t } = useI18n()
  const composer = useComposer()

  /** The browser fetches the original itself, so that it goes to disk and not into the page. */
  function download(entry: GalleryEntry): void {
    const link = document.createElement('a')
    link.href = `${entry.imagePath}?download`
    link.download = ''
    link.click()
  }

  function useAsReference(entry: GalleryEntry): void {
    composer.useAsReference(entry)
    notify.done(t('stage.usedAsReference'))
  }

  return { download, useAsReference }
}
