import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { readStored, writeStored } from './stored'

export const THEMES = ['system', 'light', 'dark'] as const
export const LOCALES = ['zh-CN', 'en'] as const
export type Theme = (typeof THEMES)[number]
export type Locale = (typeof LOCALES)[number]

/** Each language under its own name, which needs no translation. */
export const languages: readonly { value: Locale; label: string }[] = [
  { value: 'zh-CN', label: '简体中文' },
  { value: 'en', label: 'English' },
]

interface Look {
  theme?: Theme
  locale?: Locale
}

const KEY = 'studio.appearance'
const NONE = [undefined]

/** The look of the page, kept in this browser. public/appearance.js applies it before the first paint. */
export const useAppearance = defineStore('appearance', () => {
  const stored = readStored<Look>(KEY, {}, isLook)
  const theme = ref<Theme>(stored.theme ?? 'system')
  /** Undefined follows the browser. */
  const chosenLocale = ref(stored.locale)
  const locale = computed<Locale>(
    () => chosenLocale.value ?? (/^zh/i.test(navigator.language) ? 'zh-CN' : 'en'),
  )

  /** Keeps the look once more: what the server has the browser clear at sign-out takes it along. */
  function keep(): void {
    writeStored(KEY, { theme: theme.value, locale: chosenLocale.value })
  }

  // A choice in another tab is this one's too: an older one would come back when this tab keeps the look once more.
  useEventListener(window, 'storage', ({ key, newValue }) => {
    if (key !== KEY || newValue === null) return
    const now = readStored<Look>(KEY, {}, isLook)
    theme.value = now.theme ?? 'system'
    chosenLocale.value = now.locale
  })
  watch([theme, chosenLocale], ([look]) => {
    keep()
    if (look === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = look
  })
  watch(locale, (language) => (document.documentElement.lang = language), { immediate: true })

  return { theme, chosenLocale, locale, keep }
})

function isLook(value: unknown): value is Look {
  if (typeof value !== 'object' || value === null) return false
  const { theme, locale } = value as Look
  return [...NONE, ...THEMES].includes(theme) && [...NONE, ...LOCALES].includes(locale)
}
