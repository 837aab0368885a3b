import type { ApiConfig, ApiConfigInput, Protocol } from '@/shared/api/types'
import type { Preset } from './presets'

export const FIELDS = [
  'id',
  'label',
  'endpoint',
  'model',
  'apiKey',
  'description',
  'protocol',
  'dialect',
  'budgetDaily',
  'budgetMonthly',
] as const
export type ConfigField = (typeof FIELDS)[number]

/** An API config as its form has it: everything is text, and the key is only ever what was typed just now. */
export type ConfigForm = Record<ConfigField, string> & { protocol: Protocol }

/** The forms of API that a config may be asked in; which one is right is usually found out by itself. */
export const PROTOCOLS: readonly Protocol[] = [
  'auto',
  'openai-chat',
  'openai-images',
  'gemini',
  'openrouter-images',
  'dashscope',
  'async-tasks',
]
const LONGEST_ID = 64
const AUTO = { protocol: 'auto', dialect: 'auto' }

export function formOf(config: ApiConfig): ConfigForm {
  return formWith({ ...config, apiKey: '' })
}

/** The form of a config that is not there yet, as far as the preset knows it. */
export function newForm(label: string, preset: Preset | undefined, taken: readonly string[]): ConfigForm {
  return formWith({ ...AUTO, ...preset, label, id: idFrom(label, taken) })
}

function formWith(known: Partial<Record<ConfigField, unknown>>): ConfigForm {
  return Object.fromEntries(FIELDS.map((field) => [field, String(known[field] ?? '')])) as ConfigForm
}

/** An id that reads like the label and is not taken: "OpenRouter (work)" -> "openrouter-work"; Chinese stays Chinese. */
export function idFrom(label: string, taken: readonly string[]): string {
  const words = label
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
  const id = cut(words.filter(Boolean).join('-'), LONGEST_ID)
  if (id === '' || !taken.includes(id)) return id
  for (let number = 2; ; number++) {
    const ending = `-${number}`
    const other = cut(id, LONGEST_ID - ending.length) + ending
    if (!taken.includes(other)) return other
  }
}

/** What is sent. An empty key is left out, so that the stored one stays; an empty budget removes it. */
export function inputOf(form: ConfigForm): ApiConfigInput {
  const { apiKey, ...input } = form
  return apiKey.trim() === '' ? input : { ...input, apiKey }
}

/** The fields that must not be empty and are. */
export function missing(form: ConfigForm, isNew: boolean): ConfigField[] {
  const needed: ConfigField[] = ['label', 'endpoint', 'model', ...(isNew ? (['id', 'apiKey'] as const) : [])]
  return needed.filter((field) => form[field].trim() === '')
}

export function differs(
  form: ConfigForm,
  other: ConfigForm,
  fields: readonly ConfigField[] = FIELDS,
): boolean {
  return fields.some((field) => form[field].trim() !== other[field].trim())
}

/** Whether what a test or a list of models would see is not saved yet. */
export function connectionDiffers(form: ConfigForm, other: ConfigForm): boolean {
  return differs(form, other, ['endpoint', 'apiKey', 'protocol', 'dialect'])
}

function cut(text: string, length: number): string {
  return [...text].slice(0, length).join('').replace(/-+$/, '')
}
