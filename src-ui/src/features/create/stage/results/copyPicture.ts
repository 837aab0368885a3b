import { useI18n } from '@/shared/i18n'
import type { GalleryEntry } from '@/shared/api/types'
import { notify } from '@/shared/ui/notify'

/** The only kind of picture that every browser takes onto the clipboard. */
const TYPE = 'image/png'

/** Puts a picture on the clipboard, to be pasted into another program, and says that it did or that it could not. */
export function useCopyPicture(): (entry: GalleryEntry) => Promise<void> {
  const { t } = useI18n()
  return async (entry) => {
    try {
      // Safari wants the promise itself: after waiting for the picture the click is forgotten.
      await navigator.clipboard.write([new ClipboardItem({ [TYPE]: asPng(entry.imagePath) })])
      notify.done(t('stage.pictureCopied'))
    } catch {
      notify.failed(t('stage.pictureNotCopied'))
    }
  }
}

async function asPng(address: string): Promise<Blob> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`answer ${answer.status}`)
  const picture = await answer.blob()
  if (picture.type === TYPE) return picture
  const bitmap = await createImageBitmap(picture)
  const canvas = document.createElement('canvas')
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  bitmap.close()
  return new Promise((done, failed) =>
    canvas.toBlob((png) => (png ? done(png) : failed(new Error('no picture'))), TYPE),
  )
}
