import { readonly, ref, shallowReactive, type App, type Ref } from 'vue'
import type { Locale } from './appearance'

export interface Texts {
  [key: string]: string | Texts
}

/** Says a text with values in it; what is counted (`count`, `n` or the last argument) chooses between its forms. */
export type Say = (key: string, values?: Record<string, unknown>, counted?: number) => string

declare module 'vue' {
  interface ComponentCustomProperties {
    $t: Say
  }
}

const known = shallowReactive<Partial<Record<Locale, Texts>>>({})
const locale = ref<Locale>('en')

/** Adds sections to the texts of a language. */
export function addTexts(language: Locale, sections: Texts): void {
  known[language] = { ...known[language], ...sections }
}

/** Changes the language of the page to one whose texts are there. */
export function speak(language: Locale): void {
  locale.value = language
}

function find(key: string): string | undefined {
  let found: string | Texts | undefined = known[locale.value]
  for (const step of key.split('.'))
    found = typeof found === 'object' && Object.hasOwn(found, step) ? found[step] : undefined
  return typeof found === 'string' ? found : undefined
}

/** Of "one | many" or "none | one | many" the form for a number; without a number that for one. */
function formOf(text: string, number = 1): string {
  const forms = text.split(' | ')
  return forms[forms.length === 2 ? Number(number !== 1) : Math.min(number, 2, forms.length - 1)] ?? text
}

const say: Say = (key, values = {}, counted) => {
  const number = [values.count, values.n, counted].find((value) => typeof value === 'number')
  const filled: Record<string, unknown> = { n: counted, count: counted, ...values }
  // A key in place of its text is seen at once, and a test looks that there is none.
  return formOf(find(key) ?? key, number).replace(/\{(\w+)\}/g, (_, name: string) =>
    String(filled[name] ?? ''),
  )
}

interface Words {
  t: Say
  /** Whether there is such a text: of what a server names only some things have one. */
  has: (key: string) => boolean
  locale: Readonly<Ref<Locale>>
}

export function useI18n(): Words {
  return { t: say, has: (key) => find(key) !== undefined, locale: readonly(locale) }
}

/** Brings `$t` into every template. */
export const i18n = { install: (app: App): void => void (app.config.globalProperties.$t = say) }
