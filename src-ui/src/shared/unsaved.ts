import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { onBeforeUnmount, onScopeDispose, toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from '@/shared/i18n'
import { useLayers } from './layers/layers'
import type { FormPlace } from './layers/unsavedForms'
import { useSession } from './session'
import { confirm } from './ui/confirm'

/**
 * Asks before what was typed into a form is lost: on every way out of it, be it Escape, Back, a link or a reload. A form that is
 * open by the page's address is closed by a navigation; another one asks by what this returns.
 *
 * @param stays says that a navigation does not close the form
 * @returns whether it may be closed, asked where something would be lost
 */
export function useUnsaved(
  dirty: MaybeRefOrGetter<boolean>,
  stays: (to: FormPlace, from: FormPlace) => boolean,
): () => Promise<boolean> {
  const { t } = useI18n()
  const session = useSession()
  const atRisk = () => toValue(dirty) && session.signedIn

  const ask = () =>
    confirm({
      title: t('common.unsaved.title'),
      text: t('common.unsaved.text'),
      action: t('common.unsaved.discard'),
      keep: t('common.unsaved.keep'),
      danger: true,
    })

  onScopeDispose(useLayers().guard({ isLost: (to, from) => atRisk() && !stays(to, from), ask }))
  useEventListener(window, 'beforeunload', (event) => {
    if (atRisk()) event.preventDefault()
  })
  return async () => !atRisk() || ask()
}

const useKeptForms = defineStore('kept-forms', () => ({ kept: new Map<string, object>() }))

/**
 * Keeps what was typed into a form whose session expires under the hand, and puts it back when the form is open again after
 * signing in. Only in the memory of the page: a key may be among it.
 */
export function keepOverSignIn(name: string, form: object): void {
  const { kept } = useKeptForms()
  Object.assign(form, kept.get(name))
  kept.delete(name)
  onBeforeUnmount(() => {
    if (!useSession().signedIn) kept.set(name, { ...form })
  })
}
