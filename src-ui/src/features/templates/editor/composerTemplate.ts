import type { Draft } from '@/features/create/draft'
import type { Template } from '@/shared/api/types'
import { asTemplate } from '../variables'

const TITLE = 40

/** What a template takes over from the composer: the prompt, with the variables of the template it was made of, and the settings. */
export function templateOf({ prompt, template, ...settings }: Draft): Partial<Template> {
  const firstLine = prompt.trim().split('\n')[0] ?? ''
  return {
    title: template?.title ?? [...firstLine].slice(0, TITLE).join(''),
    prompt: template?.text ?? asTemplate(prompt),
    ...settingsOf(settings),
  }
}

/** Model and options, as far as they are chosen. */
export function settingsOf({
  configId,
  model,
  options,
}: Pick<Draft, 'configId' | 'model' | 'options'>): Pick<Template, 'configId' | 'model' | 'options'> {
  const chosen = Object.fromEntries(Object.entries(options).filter(([, value]) => value != null))
  return { configId, model, options: Object.keys(chosen).length > 0 ? chosen : undefined }
}
