import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, onMounted, ref, watch } from 'vue'
import { useI18n } from '@/shared/i18n'
import { useRouter } from 'vue-router'
import { pageBase } from '@/shared/address'
import type { TaskView } from '@/shared/api/types'
import { usePageWorker } from '@/shared/pageWorker'
import { readStored, writeStored } from '@/shared/stored'
import { usePush } from './push'
import { useTaskFeed } from './taskFeed'
import type { UnseenEnds } from './unseenEnds'

const KEY = 'studio.notifications'
/** A notification takes the place of the one before; the server's messages have the same tag (`TaskNotice`). */
const TAG = 'tasks'

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

/** In no library of types: whether the device may sound though the same notification is shown. */
interface Options extends NotificationOptions {
  renotify: boolean
}

/** Tells the ends of tasks as long as the shell is there, in one notification for all that nobody has seen. */
export function useEndNotifications(): void {
  const { t } = useI18n()
  const router = useRouter()
  const feed = useTaskFeed()
  const notification = useEndNotification()
  const push = usePush()
  const worker = usePageWorker()
  let unseen: UnseenEnds | undefined

  // A new session of this browser is one that the server does not know yet.
  onMounted(() => notification.on && push.possible && void push.subscribe())
  useEventListener(document, 'visibilitychange', push.watchPage)
  useEventListener(document, 'visibilitychange', look)
  watch(() => worker.registration, look)
  if (worker.possible) {
    useEventListener(navigator.serviceWorker, 'message', ({ data }: MessageEvent) => {
      if (data?.type === 'open' && typeof data.path === 'string') void router.push(data.path)
    })
  }

  /** Whoever looks at the page needs no notification any more. */
  function look(): void {
    if (document.visibilityState === 'hidden') return
    unseen = undefined
    void worker.registration
      ?.getNotifications?.({ tag: TAG })
      .then((shown) => shown.forEach((one) => one.close()))
      .catch(() => undefined)
  }

  let telling: Promise<void> = Promise.resolve()
  feed.onEnded((task) => {
    if (!notification.on || document.visibilityState !== 'hidden') return
    const { running } = feed
    telling = telling.then(() => tell(task, running)).catch(() => undefined)
  })

  /** What it takes is loaded when it is needed, which for most pages is never. */
  async function tell(task: TaskView, running: number): Promise<void> {
    const { noticeOf, withEnd } = await import('./unseenEnds')
    if (document.visibilityState !== 'hidden') return
    const before = unseen
    unseen = withEnd(before, task)
    if (!unseen || unseen === before) return
    const alert = !before || running === 0
    const { title, body, path } = noticeOf(unseen, running, !push.on || push.showPrompt, t)
    const icon = `${pageBase}icon-192.png`
    // Several tabs, and the server, say it once.
    show(title, { body, tag: TAG, icon, renotify: alert, silent: !alert, data: { path } })
  }

  function show(title: string, options: Options): void {
    const { registration } = worker
    // Android knows notifications only from service workers.
    if (registration?.active) return void registration.showNotification(title, options).catch(() => undefined)
    try {
      const shown = new Notification(title, options)
      shown.onclick = () => {
        window.focus()
        shown.close()
        void router.push(`/${options.data.path}`)
      }
    } catch {
      // Android, where the page has no worker.
    }
  }
}
