import { registerMessageResolver, resolveValue } from '@intlify/core-base'
import { createI18n } from 'petite-vue-i18n'
import { watch } from 'vue'
import { useAppearance, type Locale } from '@/shared/appearance'
import type messages from '@/locales/en.json'

type Messages = typeof messages

declare module 'petite-vue-i18n' {
  // English is the schema: a key that is missing there does not compile, one that is missing elsewhere fails a test.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  export interface DefineLocaleMessage extends Messages {}
}

// The small vue-i18n knows flat keys only, unless it is told how to find nested ones.
registerMessageResolver(resolveValue)

const load: Record<Locale, () => Promise<{ default: unknown }>> = {
  'zh-CN': () => import('@/locales/zh-CN.json'),
  en: () => import('@/locales/en.json'),
}

export const i18n = createI18n<[Messages], Locale, false>({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  missingWarn: import.meta.env.DEV,
  fallbackWarn: false,
  messages: {} as Record<Locale, Messages>,
})

/** Loads the texts of the chosen language and follows its changes; only one language is ever on the way at first. */
export async function installLocale(): Promise<void> {
  const look = useAppearance()
  await use(look.locale)
  watch(() => look.locale, use)
}

async function use(wanted: Locale): Promise<void> {
  if (!i18n.global.availableLocales.includes(wanted)) {
    const texts = await load[wanted]()
    i18n.global.setLocaleMessage(wanted, texts.default as Messages)
  }
  if (useAppearance().locale === wanted) i18n.global.locale.value = wanted
}
