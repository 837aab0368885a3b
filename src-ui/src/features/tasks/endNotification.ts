import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { pageBase } from '@/shared/address'
import { readStored, writeStored } from '@/shared/stored'
import { promptOf } from './progress'
import { useTaskFeed } from './taskFeed'

const KEY = 'studio.notifications'
const LONGEST_BODY = 120

/** The browser's own message when a task ends and nobody looks at the page; off until somebody asks for it. */
export const useEndNotification = defineStore('end-notification', () => {
  const known = typeof Notification !== 'undefined'
  const wanted = ref(readStored(KEY, false, (value) => typeof value === 'boolean'))
  const permission = ref(known ? Notification.permission : 'denied')

  /** Turns it on or off; the first time the browser asks. False when the browser does not let us. */
  async function turn(on: boolean): Promise<boolean> {
    if (on && permission.value !== 'granted') permission.value = await Notification.requestPermission()
    wanted.value = on && permission.value === 'granted'
    writeStored(KEY, wanted.value)
    return wanted.value === on
  }

  return {
    wanted,
    permission,
    /** Browsers know it only on pages that came by https or from this machine. */
    possible: known && window.isSecureContext,
    on: computed(() => wanted.value && permission.value === 'granted'),
    turn,
  }
})

/** Tells the ends of tasks as long as the shell is there. */
export function useEndNotifications(): void {
  const { t } = useI18n()
  const router = useRouter()
  const notification = useEndNotification()

  useTaskFeed().onEnded((task) => {
    if (!notification.on || document.visibilityState !== 'hidden') return
    if (task.status !== 'done' && task.status !== 'failed') return
    try {
      // The tag lets several tabs say it once.
      const shown = new Notification(t(`tasks.notification.${task.status}`), {
        body: promptOf(task).slice(0, LONGEST_BODY),
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
  })
}
