import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '@/shared/format'
import { OPTION_NAMES } from '../draft'
import type { useChosenModel } from './chosenModel'
import { promptMax, type useGenerate } from './generate'

/** What is wrong with the draft, in words, where it belongs. */
export function useDraftErrors(
  { refusal, fieldErrors, mode }: ReturnType<typeof useGenerate>,
  chosen: ReturnType<typeof useChosenModel>,
) {
  const { t } = useI18n()
  const { integer } = useFormat()

  const promptError = computed(() => {
    if (refusal.value === 'tooLong')
      return t('create.refusal.tooLong', { max: integer(promptMax(chosen.capabilities.value)) })
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

  return {
    promptError,
    picturesError,
    optionError: computed(() => OPTION_NAMES.some((name) => fieldErrors.value[name])),
    connectionError: computed(() => Boolean(fieldErrors.value.configId ?? fieldErrors.value.model)),
  }
}
