import { useQueryClient } from '@tanstack/vue-query'
import { useI18n } from '@/shared/i18n'
import { api, ok } from '@/shared/api/client'
import type { Template } from '@/shared/api/types'
import { useFailureText } from '@/shared/failureText'
import { notify } from '@/shared/ui/notify'
import { LIMITS } from './transfer/templateFile'
import { useTemplateChanges } from './templateData'

/** What can be done with templates from the list; what fails is said in a message. */
export function useTemplateActions() {
  const { t } = useI18n()
  const { telling } = useFailureText()
  const { add, remove, order, restore, addStarters } = useTemplateChanges()
  const cache = useQueryClient()
  const ids = () => (cache.getQueryData<readonly Template[]>(['templates']) ?? []).map(({ id }) => id)

  return {
    /** A copy right behind the template. */
    duplicate: ({ id, title, ...rest }: Template) =>
      telling(async () => {
        const name = t('templates.copyOf', { title }).slice(0, LIMITS.title)
        const { id: copy } = await add.mutateAsync({ ...rest, title: name })
        const others = ids().filter((one) => one !== copy)
        const place = others.indexOf(id) + 1
        if (place < others.length) await order.mutateAsync(others.toSpliced(place, 0, copy))
      }),

    remove: (template: Template) =>
      telling(async () => {
        const before = ids()
        await remove.mutateAsync(template.id)
        notify.undoable(t('templates.removed', { title: template.title }), t('common.undo'), () => {
          void telling(() => restore.mutateAsync({ template, ids: before }))
        })
      }),

    /** Those that come with the studio and are not there. */
    addStarters: () => telling(() => addStarters.mutateAsync()),

    reorder: (wanted: string[]) => telling(() => order.mutateAsync(wanted)),

    exportAll: () =>
      telling(async () => {
        const file = await ok(api.GET('/api/templates/export', {}))
        saveJson(`templates-${new Date().toISOString().slice(0, 10)}.json`, file)
      }),
  }
}

/** Hands a JSON document to the browser as a file to keep. */
function saveJson(name: string, content: unknown): void {
  const json = `${JSON.stringify(content, null, 2)}\n`
  const address = URL.createObjectURL(new Blob([json], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
