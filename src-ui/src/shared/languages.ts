import type { Locale } from './appearance'

/** Each language under its own name, which needs no translation. */
export const languages: readonly { value: Locale; label: string }[] = [
  { value: 'zh-CN', label: '简体中文' },
  { value: 'en', label: 'English' },
]
