import { BookmarkPlus, Copy, EyeOff, ImagePlus, RefreshCw, SlidersHorizontal, Trash2 } from '@lucide/vue'
import { useI18n } from '@/shared/i18n'
import type { Component } from 'vue'
import { useGalleryActions } from '@/features/gallery/actions/useGalleryActions'
import { useTaskActions } from '@/features/tasks/taskActions'
import type { GalleryEntry, TaskView } from '@/shared/api/types'
import { notify } from '@/shared/ui/notify'
import { useComposer } from '../../composer'
import { useCopyPicture } from './copyPicture'
import { useSaveTemplate } from './saveTemplate'

interface Action {
  label: string
  icon: Component
  danger?: boolean
  disabled?: boolean
  run: () => void
}

/** What can be done with a picture right where it was made. */
export function useResultActions() {
  const { t } = useI18n()
  const composer = useComposer()
  const gallery = useGalleryActions()
  const { isBusy, retry, fill } = useTaskActions()
  const copyPicture = useCopyPicture()
  const saveTemplate = useSaveTemplate()

  /** The picture is what the next request begins with; the words are what is still to be said. */
  function editFurther(entry: GalleryEntry): void {
    composer.editFurther(entry)
  }

  function useAsReference(entry: GalleryEntry): void {
    composer.useAsReference(entry)
    notify.done(t('stage.usedAsReference'))
  }

  const favorite = (entry: GalleryEntry) => void gallery.favorite([entry.id], !entry.favorite)

  function more(task: TaskView, entry: GalleryEntry, dismiss?: () => void): Action[] {
    const { missing } = entry
    return [
      {
        label: t('stage.copyPicture'),
        icon: Copy,
        disabled: missing,
        run: () => void copyPicture(entry),
      },
      {
        label: t('picture.asReference'),
        icon: ImagePlus,
        disabled: missing,
        run: () => useAsReference(entry),
      },
      {
        label: t('stage.again'),
        icon: RefreshCw,
        disabled: isBusy('retry', task),
        run: () => void retry(task),
      },
      { label: t('picture.reuse'), icon: SlidersHorizontal, run: () => void fill(task) },
      { label: t('stage.saveTemplate'), icon: BookmarkPlus, run: () => void saveTemplate(entry) },
      ...(dismiss ? [{ label: t('stage.dismiss'), icon: EyeOff, run: dismiss }] : []),
      { label: t('common.delete'), icon: Trash2, danger: true, run: () => void gallery.remove([entry.id]) },
    ]
  }

  return { editFurther, favorite, more }
}
