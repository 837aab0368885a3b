import { useI18n } from 'petite-vue-i18n'

/** What the values of options are called, as far as they have words: "high", but "2K" as it is. */
export function useOptionWords(): (value: string) => string {
  const { t, locale, getLocaleMessage } = useI18n()
  return (value) =>
    Object.hasOwn(getLocaleMessage(locale.value).options.words, value) ? t(`options.words.${value}`) : value
}
