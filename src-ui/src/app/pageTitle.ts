import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'
import { useTaskFeed } from '@/features/tasks/taskFeed'

/** The tab's title: the page, and in front how many tasks run, so that one sees from another tab when a picture is done. */
export function usePageTitle(): ComputedRef<string> {
  const { t } = useI18n()
  const route = useRoute()
  const { running } = useTaskFeed()
  return computed(() => {
    const page = route.meta.title ? `${t(route.meta.title)} · Image Studio` : 'Image Studio'
    return running.value > 0 ? `(${running.value}) ${page}` : page
  })
}
