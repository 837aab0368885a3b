import type { components } from '@/shared/api/schema'
import type { ApiConfig } from '@/shared/api/types'
import type { Preset } from './presets'

export type ApiConfigInput = components['schemas']['ApiConfigInput']

/** An API config as its form has it: everything is text, and the key is only ever what was typed just now. */
export interface ConfigForm {
  id: string
  label: string
  endpoint: string
  model: string
  apiKey: string
  description: string
  protocol: components['schemas']['Protocol']
  dialect: string
  budgetDaily: string
  budgetMonthly: string
}
export type ConfigField = keyof ConfigForm

export const FIELDS: readonly ConfigField[] = [
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
]
const LONGEST_ID = 64

export function formOf(config: ApiConfig): ConfigForm {
  return {
    id: config.id,
    label: config.label,
    endpoint: config.endpoint,
    model: config.model,
    apiKey: '',
    description: config.description ?? '',
    protocol: config.protocol,
    dialect: config.dialect,
    budgetDaily: config.budgetDaily?.toString() ?? '',
    budgetMonthly: config.budgetMonthly?.toString() ?? '',
  }
}

/** The form of a config that is not there yet, as far as the preset knows it. */
export function newForm(label: string, preset: Preset | undefined, taken: readonly string[]): ConfigForm {
  return {
    id: idFrom(label, taken),
    label,
    endpoint: preset?.endpoint ?? '',
    model: preset?.model ?? '',
    apiKey: preset?.apiKey ?? '',
    description: '',
    protocol: preset?.protocol ?? 'auto',
    dialect: preset?.dialect ?? 'auto',
    budgetDaily: '',
    budgetMonthly: '',
  }
}

/** An id that reads like the label and is not taken: "OpenRouter (work)" -> "openrouter-work"; Chinese stays Chinese. */
export function idFrom(label: string, taken: readonly string[]): string {
  const words =
    label
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const id = cut(words.join('-'), LONGEST_ID)
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

export function differs(form: ConfigForm, other: ConfigForm): boolean {
  return FIELDS.some((field) => form[field].trim() !== other[field].trim())
}

/** Whether what a test or a list of models would see is not saved yet. */
export function connectionDiffers(form: ConfigForm, other: ConfigForm): boolean {
  const fields: ConfigField[] = ['endpoint', 'apiKey', 'protocol', 'dialect']
  return fields.some((field) => form[field].trim() !== other[field].trim())
}

function cut(text: string, length: number): string {
  return [...text].slice(0, length).join('').replace(/-+$/, '')
}
