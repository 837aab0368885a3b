import { computed, ref, watch } from 'vue'
import { readStored, writeStored } from './stored'

/** The look of the page, kept in this browser. public/appearance.js applies it before the first paint. */
export const THEMES = ['system', 'light', 'dark'] as const
export const LOCALES = ['zh-CN', 'en'] as const
export type Theme = (typeof THEMES)[number]
export type Locale = (typeof LOCALES)[number]

interface Appearance {
  theme?: Theme
  locale?: Locale
}

const KEY = 'studio.appearance'
const stored = readStored<Appearance>(KEY, {}, (value): value is Appearance => {
  if (typeof value !== 'object' || value === null) return false
  const { theme, locale } = value as Record<string, unknown>
  return (
    (theme === undefined || THEMES.includes(theme as Theme)) &&
    (locale === undefined || LOCALES.includes(locale as Locale))
  )
})

export const theme = ref<Theme>(stored.theme ?? 'system')
/** Undefined follows the browser. */
export const chosenLocale = ref<Locale | undefined>(stored.locale)
export const locale = computed<Locale>(
  () => chosenLocale.value ?? (/^zh/i.test(navigator.language) ? 'zh-CN' : 'en'),
)

export function currentLocale(): Locale {
  return locale.value
}

/** Keeps the look once more: what the server has the browser clear at sign-out takes it along. */
export function keepAppearance(): void {
  writeStored(KEY, { theme: theme.value, locale: chosenLocale.value })
}

watch([theme, chosenLocale], ([look]) => {
  keepAppearance()
  if (look === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = look
})
watch(locale, (language) => (document.documentElement.lang = language), { immediate: true })
