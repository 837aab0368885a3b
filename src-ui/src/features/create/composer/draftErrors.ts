import { computed } from 'vue'
import { useI18n } from '@/shared/i18n'
import { useFormat } from '@/shared/format'
import { useComposer } from '../composer'
import { OPTION_NAMES } from '../draft'
import type { useChosenModel } from './chosenModel'
import { promptMax, type useGenerate } from './generate'

const SETTINGS = ['configId', 'model', ...OPTION_NAMES] as const
const NAMES: Partial<Record<(typeof SETTINGS)[number], string>> = { partialImages: 'options.partialImages' }

/** What is wrong with the draft, in words, where it belongs. */
export function useDraftErrors(
  { refusal, fieldErrors, mode }: ReturnType<typeof useGenerate>,
  chosen: ReturnType<typeof useChosenModel>,
) {
  const { t } = useI18n()
  const { integer } = useFormat()
  const composer = useComposer()

  const promptError = computed(() => {
    if (refusal.value === 'tooLong')
      return t('create.refusal.tooLong', { max: integer(promptMax(chosen.capabilities.value)) })
    if (refusal.value === 'unfilled')
      return t('create.refusal.unfilled', { names: composer.unfilled.join(t('create.comma')) })
    if (refusal.value !== 'nothing') return fieldErrors.value.prompt
    return t(mode.value === 'image' ? 'create.refusal.nothingWithPictures' : 'create.refusal.nothing')
  })

  const picturesError = computed(() => {
    const { min = 0, max = 0 } = chosen.capabilities.value?.references ?? {}
    if (refusal.value === 'tooMany') return t('create.refusal.tooMany', { max }, max)
    if (refusal.value === 'tooFew') return t('create.refusal.tooFew', { min }, min)
    if (refusal.value === 'uploading' || refusal.value === 'uploadFailed')
      return t(`create.refusal.${refusal.value}`)
    return fieldErrors.value.images
  })

  /** The pickers are closed, so that it is said beside their chips, too. */
  const settingErrors = computed(() =>
    SETTINGS.flatMap((name) => {
      const error = fieldErrors.value[name]
      return error ? t('options.chip', { name: t(NAMES[name] ?? `parameter.${name}`), value: error }) : []
    }),
  )

  return {
    promptError,
    picturesError,
    settingErrors,
  }
}
