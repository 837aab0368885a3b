import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, onMounted, ref } from 'vue'
import { useI18n } from 'petite-vue-i18n'
import { useRouter } from 'vue-router'
import { pageBase } from '@/shared/address'
import { usePageWorker } from '@/shared/pageWorker'
import { readStored, writeStored } from '@/shared/stored'
import { promptOf } from './progress'
import { usePush } from './push'
import { useTaskFeed } from './taskFeed'

const KEY = 'studio.notifications'
const LONGEST_BODY = 120

/**
 * The browser's own message when a task ends and nobody looks at the page; off until somebody asks for it. An open page shows it
 * by itself; for a closed one the server does by {@link usePush}, where the browser has a push service that can be reached.
 */
export const useEndNotification = defineStore('end-notification', () => {
  const push = usePush()
  const known = typeof Notification !== 'undefined'
  const wanted = ref(readStored(KEY, false, (value) => typeof value === 'boolean'))
  const permission = ref(known ? Notification.permission : 'denied')

  /** Turns it on or off; the first time the browser asks. False when the browser does not let us. */
  async function turn(on: boolean): Promise<boolean> {
    if (on && permission.value !== 'granted') permission.value = await Notification.requestPermission()
    wanted.value = on && permission.value === 'granted'
    writeStored(KEY, wanted.value)
    if (push.possible) await (wanted.value ? push.subscribe() : push.unsubscribe())
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
  const push = usePush()
  const worker = usePageWorker()

  // A new session of this browser is one that the server does not know yet.
  onMounted(() => notification.on && push.possible && void push.subscribe())
  useEventListener(document, 'visibilitychange', push.watchPage)
  if (worker.possible) {
    useEventListener(navigator.serviceWorker, 'message', ({ data }: MessageEvent) => {
      if (data?.type === 'open' && typeof data.path === 'string') void router.push(data.path)
    })
  }

  useTaskFeed().onEnded((task) => {
    if (!notification.on || document.visibilityState !== 'hidden') return
    if (task.status !== 'done' && task.status !== 'failed') return
    const title = t(`tasks.notification.${task.status}`)
    const options = {
      body: promptOf(task).slice(0, LONGEST_BODY),
      // Several tabs, and the server, say it once.
      tag: task.id,
      icon: `${pageBase}icon-192.png`,
      data: { path: `tasks/${task.id}` },
    }
    const { registration } = worker
    // Android knows notifications only from service workers.
    if (registration?.active) return void registration.showNotification(title, options).catch(() => undefined)
    try {
      const shown = new Notification(title, options)
      shown.onclick = () => {
        window.focus()
        shown.close()
        void router.push({ name: 'tasks', params: { task: task.id } })
      }
    } catch {
      // Android, where the page has no worker.
    }
  })
}
