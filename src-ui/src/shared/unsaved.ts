import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { onBeforeUnmount, toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'petite-vue-i18n'
import { onBeforeRouteLeave, onBeforeRouteUpdate, type RouteLocationNormalized } from 'vue-router'
import { useSession } from './session'
import { confirm } from './ui/confirm'

/**
 * Asks before what was typed into a form is lost: on every way out of it, be it Escape, Back, a link or a reload. The form
 * is open by the page's address, so that closing it is a navigation.
 *
 * @param stays says that a navigation does not close the form
 */
export function useUnsaved(
  dirty: MaybeRefOrGetter<boolean>,
  stays: (to: RouteLocationNormalized, from: RouteLocationNormalized) => boolean,
): void {
  const { t } = useI18n()
  const session = useSession()

  async function guard(to: RouteLocationNormalized, from: RouteLocationNormalized): Promise<boolean> {
    if (!toValue(dirty) || !session.signedIn || stays(to, from)) return true
    return confirm({
      title: t('common.unsaved.title'),
      text: t('common.unsaved.text'),
      action: t('common.unsaved.discard'),
      danger: true,
    })
  }

  onBeforeRouteUpdate(guard)
  onBeforeRouteLeave(guard)
  useEventListener(window, 'beforeunload', (event) => {
    if (toValue(dirty) && session.signedIn) event.preventDefault()
  })
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
