import { useI18n } from '@/shared/i18n'

/** What the values of options are called, as far as they have words: "high", but "2K" as it is. */
export function useOptionWords(): (value: string) => string {
  const { t, has } = useI18n()
  return (value) => (has(`options.words.${value}`) ? t(`options.words.${value}`) : value)
}
