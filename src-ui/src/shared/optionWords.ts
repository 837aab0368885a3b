import { useI18n } from 'vue-i18n'

/** What the values of options are called, as far as they have words: "high", but "2K" as it is. */
export function useOptionWords(): (value: string) => string {
  const { t, te } = useI18n()
  return (value) => (te(`options.words.${value}`) ? t(`options.words.${value}`) : value)
}
