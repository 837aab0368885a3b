import { useI18n } from 'vue-i18n'
import type { Preset } from './presets'

/** What a preset is called: by its brand, or in the language of the page. */
export function usePresetLabel(): (preset: Preset) => string {
  const { t } = useI18n()
  return ({ id, brand }) =>
    brand ?? t(`configs.preset.${id as 'dashscope' | 'relay' | 'tasks' | 'practice'}.label`)
}
