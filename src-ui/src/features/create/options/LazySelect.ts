import { defineAsyncComponent, h } from 'vue'
import type SelectField from '@/shared/ui/SelectField.vue'

/** A list to choose from, loaded when a model has so many values that it takes one; its place is kept meanwhile. */
export default defineAsyncComponent({
  loader: () => import('@/shared/ui/SelectField.vue'),
  loadingComponent: () => h('div', { class: 'h-[4.4375rem]' }),
  delay: 0,
}) as unknown as typeof SelectField
