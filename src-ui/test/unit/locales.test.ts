import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OF_SETTINGS } from '../../build/texts'

type Tree = { [key: string]: string | Tree }

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const en = flat(JSON.parse(read('src/locales/en.json')) as Tree)
const zh = flat(JSON.parse(read('src/locales/zh-CN.json')) as Tree)
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|vue)$/.test(name) && !name.endsWith('.test.ts'))
  .map((name) => ({ name, text: read(join('src', name)) }))

/** Names that are the same in every language. */
const NAMES =
  /\b(Image Studio|API|Base URL|Bearer|Chat Completions|ChatGPT|Ctrl|Cmd|Enter|Gemini|Google|HEIC|HTTP|ID|Images|Java|JPEG|JSON|libvips|OpenAI|OpenRouter|PNG|SQLite|SVG|Token|URL|WebP|ZIP)\b/gi

describe('the texts of the page', () => {
  it('exist in both languages under the same keys', () => {
    expect([...zh.keys()].sort()).toEqual([...en.keys()].sort())
  })

  it('are never empty', () => {
    expect(which(en, (text) => text.trim() === '')).toEqual([])
    expect(which(zh, (text) => text.trim() === '')).toEqual([])
  })

  it('take the same values in both languages', () => {
    expect(which(zh, (text, key) => values(text) !== values(en.get(key) ?? ''))).toEqual([])
  })

  it('are all used', () => {
    const whole = sources.map((source) => source.text).join('\n')
    const patterns = [...whole.matchAll(/`([a-z]\w*\.[^`]*?\$\{[^`]*)`/gi)].map(
      ([, template = '']) =>
        new RegExp(
          `^${template
            .split(/\$\{[^}]*\}/)
            .map(escaped)
            .join('.+')}$`,
        ),
    )
    const used = (key: string) =>
      [`'${key}'`, `"${key}"`, `\`${key}\``].some((literal) => whole.includes(literal)) ||
      patterns.some((pattern) => pattern.test(key))
    expect([...en.keys()].filter((key) => !used(key))).toEqual([])
  })

  it('exist where the page asks for one', () => {
    const asked = sources.flatMap(({ name, text }) =>
      [...text.matchAll(/(?:\bt\(\s*|keypath=")'?([a-z]\w*(?:\.\w+)+)['"]/gi)].map(([, key = '']) => ({
        name,
        key,
      })),
    )
    expect(asked.length).toBeGreaterThan(20)
    expect(asked.filter(({ key }) => !en.has(key))).toEqual([])
  })

  it('are there where they are said: those of the settings come with settings and logs only', () => {
    const early = new RegExp(`['"\`](${OF_SETTINGS.join('|')})\\.[\\w$.{}]+['"\`]`)
    const elsewhere = sources.filter(({ name }) => !/^features\/(settings|logs)\//.test(name))
    expect(elsewhere.length).toBeGreaterThan(100)
    expect(elsewhere.flatMap(({ name, text }) => early.exec(text)?.[0].concat(` in ${name}`) ?? [])).toEqual(
      [],
    )
  })

  it('are Chinese in Chinese', () => {
    const foreign = (text: string) => {
      const words = bare(text)
      return (
        (/[a-z]{4,}/i.test(words) && !/\p{Script=Han}/u.test(words)) ||
        /([a-z]{2,}[ ,]+){3}[a-z]{2,}/i.test(words)
      )
    }
    expect(which(zh, foreign)).toEqual([])
  })

  it('have Chinese punctuation between Chinese words', () => {
    expect(which(zh, (text) => /\p{Script=Han}[,;:!?]|\p{Script=Han}\.(?!\w)/u.test(text))).toEqual([])
  })

  it('are English in English', () => {
    expect(which(en, (text) => /[\p{Script=Han}，。；：！？]/u.test(text))).toEqual([])
  })
})

function flat(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...flat(value, `${prefix}${key}.`)],
    ),
  )
}

function which(texts: Map<string, string>, odd: (text: string, key: string) => boolean): string[] {
  return [...texts].filter(([key, text]) => odd(text, key)).map(([key, text]) => `${key}: ${text}`)
}

/** The names of the values that a text takes; a text with several plural forms takes those of all of them. */
function values(text: string): string {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort().join()
}

/** The text without its values and the names that no language translates. */
function bare(text: string): string {
  return text
    .replace(/\{[^}]*\}/g, '')
    .replace(/https?:\/\/\S+|\S+\.\w{2,}\b/g, '')
    .replace(NAMES, '')
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
