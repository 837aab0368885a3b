import { useI18n } from '@/shared/i18n'
import type { ApiConfigInput } from '@/shared/api/types'

/** What is known of a provider beforehand; see docs/providers.md. */
export interface Preset extends Pick<
  ApiConfigInput,
  'endpoint' | 'protocol' | 'dialect' | 'model' | 'apiKey'
> {
  id: 'openrouter' | 'gemini' | 'openai' | 'dashscope' | 'bfl' | 'relay' | 'tasks' | 'practice'
  /** A brand, the same in every language; undefined where the texts have a name. */
  brand?: string
  /** Examples, for what has to be typed. */
  endpointExample?: string
  modelExample?: string
  keyExample?: string
  /** The provider's page where keys are made. */
  keyPage?: string
}

const DEFAULT_PORT = '51130'

export const presets: readonly Preset[] = [
  {
    id: 'openrouter',
    brand: 'OpenRouter',
    endpoint: 'https://openrouter.ai/api/v1',
    protocol: 'auto',
    model: 'google/gemini-nano-banana-2.1',
    keyPage: 'https://openrouter.ai/keys',
    keyExample: 'sk-or-…',
  },
  {
    id: 'gemini',
    brand: 'Google Gemini',
    endpoint: 'https://generativelanguage.googleapis.com',
    protocol: 'gemini',
    model: 'gemini-3-pro-image',
    keyPage: 'https://aistudio.google.com/apikey',
    keyExample: 'AIza…',
  },
  {
    id: 'openai',
    brand: 'OpenAI',
    endpoint: 'https://api.openai.com/v1',
    protocol: 'openai-images',
    model: 'gpt-image-2',
    keyPage: 'https://platform.openai.com/api-keys',
    keyExample: 'sk-…',
  },
  {
    id: 'dashscope',
    endpoint: 'https://dashscope.aliyuncs.com/api/v1',
    protocol: 'dashscope',
    model: 'qwen-image-3.0',
    keyPage: 'https://bailian.console.aliyun.com/',
    keyExample: 'sk-…',
  },
  {
    id: 'bfl',
    brand: 'Black Forest Labs',
    endpoint: 'https://api.bfl.ai/v1',
    protocol: 'async-tasks',
    model: 'flux-3-image',
    keyPage: 'https://dashboard.bfl.ai/',
  },
  {
    id: 'relay',
    protocol: 'auto',
    endpointExample: 'https://relay.example.com/v1',
    modelExample: 'gemini-nano-banana-2.1',
    keyExample: 'sk-…',
  },
  {
    id: 'tasks',
    endpointExample: 'https://relay.example.com/v1',
    protocol: 'async-tasks',
    dialect: 'tasks',
    modelExample: 'gpt-image-2',
    keyExample: 'sk-…',
  },
  {
    id: 'practice',
    protocol: 'auto',
    // The server calls itself, which does not go by the address of the page when a proxy stands in between.
    endpoint: `http://127.0.0.1:${window.location.port || DEFAULT_PORT}/sandbox/v1`,
    model: 'sandbox-painter',
    apiKey: 'sandbox:',
  },
]

/** Those to offer; the practice upstream only where the server has one. */
export function offered(sandbox: boolean): readonly Preset[] {
  return presets.filter(({ id }) => id !== 'practice' || sandbox)
}

/** The preset of an address's `_name`. */
export function presetNamed(name: string | undefined): Preset | undefined {
  return presets.find(({ id }) => `_${id}` === name)
}

/** What a preset is called: by its brand, or in the language of the page. */
export function usePresetLabel(): (preset: Preset) => string {
  const { t } = useI18n()
  return ({ id, brand }) => brand ?? t(`configs.preset.${id as 'relay'}.label`)
}
