import { computed, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { pageBase } from '@/shared/address'
import type { TaskView } from '@/shared/api/types'
import { readStored, writeStored } from '@/shared/stored'
import { promptOf } from './progress'
import { useTaskFeed } from './taskFeed'

const KEY = 'studio.notifications'
const LONGEST_BODY = 120
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'

const wanted = shallowRef(readStored(KEY, false, isBoolean))
const permission = shallowRef(typeof Notification === 'undefined' ? 'denied' : Notification.permission)

/** The browser's own message when a task ends and nobody looks at the page; off until somebody asks for it. */
export const endNotification = {
  /** Browsers know it only on pages that came by https or from this machine. */
  possible: typeof Notification !== 'undefined' && window.isSecureContext,
  on: computed(() => wanted.value && permission.value === 'granted'),
  /** Turns it on or off; the first time the browser asks. False when the browser does not let us. */
  async turn(on: boolean): Promise<boolean> {
    if (on && permission.value !== 'granted') permission.value = await Notification.requestPermission()
    wanted.value = on && permission.value === 'granted'
    writeStored(KEY, wanted.value)
    return wanted.value === on
  },
}

/** Tells the ends of tasks as long as the shell is there. */
export function useEndNotifications(): void {
  const { t } = useI18n()
  const router = useRouter()
  const { onEnded } = useTaskFeed()
  onEnded((task) => {
    if (!endNotification.on.value || document.visibilityState !== 'hidden') return
    if (task.status !== 'done' && task.status !== 'failed') return
    show(task, t(`tasks.notification.${task.status}`))
  })

  function show(task: TaskView, title: string): void {
    try {
      const body = promptOf(task).slice(0, LONGEST_BODY)
      // The tag lets several tabs say it once.
      const shown = new Notification(title, {
        body,
        tag: task.id,
        icon: `${pageBase}icon-192.png`,
      })
      shown.onclick = () => {
        window.focus()
        shown.close()
        void router.push({ name: 'tasks', params: { task: task.id } })
      }
    } catch {
      // Android knows notifications only from service workers; the page has none.
    }
  }
}
