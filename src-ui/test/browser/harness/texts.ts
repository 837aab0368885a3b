import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Language = 'zh-CN' | 'en'

/** The page's own text under a key, so that a test names a control as people see it without repeating its wording. */
export function textOf(
  language: Language,
  key: string,
  values: Record<string, string | number> = {},
): string {
  const found = key
    .split('.')
    .reduce<unknown>((tree, part) => (tree as Record<string, unknown> | undefined)?.[part], texts(language))
  if (typeof found !== 'string') throw new Error(`There is no text ${key} in ${language}`)
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** The text as a pattern, where its values are not known. */
export function patternOf(language: Language, key: string): RegExp {
  const parts = textOf(language, key).split(/\{\w+\}/)
  return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+'))
}

const cache = new Map<Language, unknown>()

function texts(language: Language): unknown {
  let tree = cache.get(language)
  if (!tree) {
    const file = join(import.meta.dirname, `../../../src/locales/${language}.json`)
    tree = JSON.parse(readFileSync(file, 'utf8')) as unknown
    cache.set(language, tree)
  }
  return tree
}
