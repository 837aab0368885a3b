import { useI18n } from '@/shared/i18n'
import { useRouter } from 'vue-router'
import { copyAsPreview, useTemplateChanges } from '@/features/templates/templateData'
import { asTemplate } from '@/features/templates/variables'
import type { GalleryEntry } from '@/shared/api/types'
import { useFailureText } from '@/shared/failureText'
import { notify } from '@/shared/ui/notify'

const LONGEST_TITLE = 24

/** Keeps a prompt that worked as a template with a copy of its picture; the message leads to it, to be given a better name. */
export function useSaveTemplate(): (entry: GalleryEntry) => Promise<void> {
  const { t } = useI18n()
  const router = useRouter()
  const { add } = useTemplateChanges()
  const { telling } = useFailureText()

  return async (entry) => {
    await telling(async () => {
      const { id } = await add.mutateAsync({
        title: titleOf(entry.prompt),
        prompt: asTemplate(entry.prompt),
        description: '',
        image: entry.missing ? '' : await copyAsPreview(entry.id),
      })
      notify.undoable(
        t('stage.templateSaved'),
        t('stage.templateName'),
        () => void router.push({ name: 'templates', query: { edit: id } }),
      )
    })
  }
}

/** The first words of a prompt: up to a mark where one pauses, else as much as fits. */
export function titleOf(prompt: string): string {
  const words = prompt.trim().split(/[\n,.;:!?，。；：！？、]/, 1)[0] ?? ''
  const letters = [...(words || prompt.trim())]
  return letters.length <= LONGEST_TITLE
    ? letters.join('')
    : `${letters.slice(0, LONGEST_TITLE - 1).join('')}…`
}
