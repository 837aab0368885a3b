import { watch } from 'vue'
import { useAppearance, type Locale } from '@/shared/appearance'
import { addTexts, speak, type Texts } from '@/shared/i18n'

/** Texts that everybody needs, and those that come with the settings and the logs (`build/texts.ts` divides them). */
type Part = 'common' | 'settings'

const load: Record<Locale, Record<Part, () => Promise<{ default: Texts }>>> = {
  'zh-CN': {
    common: () => import('@/locales/zh-CN.json?texts=common'),
    settings: () => import('@/locales/zh-CN.json?texts=settings'),
  },
  en: {
    common: () => import('@/locales/en.json?texts=common'),
    settings: () => import('@/locales/en.json?texts=settings'),
  },
}

const wanted = new Set<Part>()
const loaded = new Set<string>()

/** Loads the texts of the chosen language and follows its changes; only one language is ever on the way at first. */
export async function installLocale(): Promise<void> {
  const look = useAppearance()
  await needTexts('common')
  watch(() => look.locale, use)
}

/** What a page says that others do not; it stays, also in another language. */
export async function needTexts(part: Part): Promise<void> {
  wanted.add(part)
  await use(useAppearance().locale)
}

async function use(language: Locale): Promise<void> {
  await Promise.all([...wanted].map((part) => bring(language, part)))
  if (useAppearance().locale === language) speak(language)
}

async function bring(language: Locale, part: Part): Promise<void> {
  const name = `${language} ${part}`
  if (loaded.has(name)) return
  const { default: texts } = await load[language][part]()
  addTexts(language, texts)
  loaded.add(name)
}
