import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '@/shared/format'
import { OPTION_NAMES } from '../draft'
import type { useChosenModel } from './chosenModel'
import { promptMax, type useGenerate } from './generate'

/** What is wrong with the draft, in words, where it belongs. */
export function useDraftErrors(
  { refusal, fieldErrors, failure, mode }: ReturnType<typeof useGenerate>,
  chosen: ReturnType<typeof useChosenModel>,
) {
  const { t } = useI18n()
  const { integer } = useFormat()

  const least = computed(() => chosen.capabilities.value?.references.min ?? 0)
  const most = computed(() => chosen.capabilities.value?.references.max ?? 0)

  const promptError = computed(() => {
    if (refusal.value === 'tooLong')
      return t('create.refusal.tooLong', { max: integer(promptMax(chosen.capabilities.value)) })
    if (refusal.value !== 'nothing') return fieldErrors.value.prompt
    return t(mode.value === 'image' ? 'create.refusal.nothingWithPictures' : 'create.refusal.nothing')
  })

  const picturesError = computed(() => {
    switch (refusal.value) {
      case 'uploading':
      case 'uploadFailed':
        return t(`create.refusal.${refusal.value}`)
      case 'tooMany':
        return t('create.refusal.tooMany', { max: most.value }, most.value)
      case 'tooFew':
        return t('create.refusal.tooFew', { min: least.value }, least.value)
      default:
        return fieldErrors.value.images
    }
  })

  return {
    promptError,
    picturesError,
    optionError: computed(() => OPTION_NAMES.some((name) => fieldErrors.value[name])),
    connectionError: computed(() => Boolean(fieldErrors.value.configId ?? fieldErrors.value.model)),
    /** A failure that is about no field. */
    elsewhere: computed(() => (Object.keys(fieldErrors.value).length > 0 ? null : failure.value)),
  }
}
