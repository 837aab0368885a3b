import type { components } from '@/shared/api/schema'

/** The forms of API that a config may be asked in; which one is right is usually found out by itself. */
export const PROTOCOLS: readonly components['schemas']['Protocol'][] = [
  'auto',
  'openai-chat',
  'openai-images',
  'gemini',
  'openrouter-images',
  'dashscope',
  'async-tasks',
]
