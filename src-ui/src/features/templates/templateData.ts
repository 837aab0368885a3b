import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { api, ok } from '@/shared/api/client'
import type { Template, TemplateInput } from '@/shared/api/types'
import { computed, toRef, type MaybeRefOrGetter } from 'vue'
import { useI18n } from '@/shared/i18n'
import { inOrder } from './list/ordering'

const KEY = ['templates']

export function useTemplates() {
  return useQuery({
    queryKey: KEY,
    queryFn: async () => (await ok(api.GET('/api/templates', {}))).templates,
  })
}

/** A small copy of a picture of the gallery, which outlives it: its address, for a template to keep as preview. */
export async function copyAsPreview(entryId: string): Promise<string> {
  const path = { entryId }
  return (await ok(api.POST('/api/templates/pictures/of/{entryId}', { params: { path } }))).image
}

/** The templates that come with the studio, asked for only when wanted. */
export function useStarters(wanted: MaybeRefOrGetter<boolean>) {
  const { locale } = useI18n()
  return useQuery({
    queryKey: computed(() => [...KEY, 'starters', locale.value]),
    queryFn: async () => (await ok(api.GET('/api/templates/starters', {}))).templates,
    enabled: toRef(wanted),
    staleTime: Infinity,
  })
}

/** The changes of the list. Each keeps the list on the screen right without asking for it again. */
export function useTemplateChanges() {
  const cache = useQueryClient()
  const put = (change: (templates: readonly Template[]) => readonly Template[]) =>
    cache.setQueryData<readonly Template[]>(KEY, (known) => known && change(known))

  const add = useMutation({
    mutationFn: async (input: Omit<Template, 'id'> & { id?: string }) =>
      (await ok(api.POST('/api/templates', { body: input }))).template,
    onSuccess: (added) => put((templates) => [...templates, added]),
  })

  const change = useMutation({
    mutationFn: async ({ id, ...input }: TemplateInput & { id: string }) =>
      (await ok(api.PUT('/api/templates/{id}', { params: { path: { id } }, body: input }))).template,
    onSuccess: (changed) =>
      put((templates) => templates.map((one) => (one.id === changed.id ? changed : one))),
  })

  const remove = useMutation({
    mutationFn: async (id: string) =>
      (await ok(api.DELETE('/api/templates/{id}', { params: { path: { id } } }))).template,
    onSuccess: (removed) => put((templates) => templates.filter(({ id }) => id !== removed.id)),
  })

  /** The new order is shown at once and taken back when the server refuses it. Several in a row are sent one by one. */
  const order = useMutation({
    scope: { id: 'templates-order' },
    mutationFn: async (ids: string[]) =>
      (await ok(api.PUT('/api/templates/order', { body: { ids } }))).templates,
    onMutate(ids) {
      const before = cache.getQueryData<readonly Template[]>(KEY)
      put((templates) => inOrder(templates, ids))
      return before
    },
    onError(_failure, _ids, before) {
      put((templates) => before ?? templates)
      void cache.invalidateQueries({ queryKey: KEY })
    },
  })

  /** Adds a template where it was before it was removed. */
  const restore = useMutation({
    async mutationFn({ template, ids }: { template: Template; ids: readonly string[] }) {
      const { template: added } = await ok(api.POST('/api/templates', { body: template }))
      const { templates: now } = await ok(api.GET('/api/templates', {}))
      const wanted = inOrder(now, ids).map(({ id }) => id)
      await ok(api.PUT('/api/templates/order', { body: { ids: wanted } }))
      return added
    },
    onSettled: () => cache.invalidateQueries({ queryKey: KEY }),
  })

  const importAll = useMutation({
    mutationFn: async (templates: TemplateInput[]) =>
      (await ok(api.POST('/api/templates/import', { body: { templates } }))).templates,
    onSuccess: (templates) => put(() => templates),
  })

  const addStarters = useMutation({
    mutationFn: async () => (await ok(api.POST('/api/templates/starters', {}))).templates,
    onSuccess: (templates) => put(() => templates),
  })

  return { add, change, remove, order, restore, importAll, addStarters }
}
