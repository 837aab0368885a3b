import { useEventListener, useMediaQuery } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

/** What Chromium offers to a page that can be installed; in no library of types. */
interface InstallPrompt extends Event {
  prompt: () => Promise<unknown>
  userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>
}

/** Whether the page can be put on the device like an app, and how. */
export const useInstall = defineStore('install', () => {
  const offered = shallowRef<InstallPrompt>()
  const standalone = useMediaQuery('(display-mode: standalone)')
  const done = shallowRef(false)
  const { userAgent, maxTouchPoints } = navigator
  /** An iPad calls itself a Mac. */
  const apple = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)

  useEventListener(window, 'beforeinstallprompt', (event) => {
    // Asked for when somebody wants it, not when the browser thinks so.
    event.preventDefault()
    offered.value = event as InstallPrompt
  })
  useEventListener(window, 'appinstalled', () => {
    done.value = true
    offered.value = undefined
  })

  async function install(): Promise<void> {
    const prompt = offered.value
    if (!prompt) return
    // It can be shown once.
    offered.value = undefined
    await prompt.prompt()
    done.value = (await prompt.userChoice).outcome === 'accepted'
  }

  return {
    /** `here`: by a press; `apple`: by hand, in the share menu; `done`: it is; nothing where the browser has no way. */
    way: computed(() => {
      if (standalone.value || done.value) return 'done'
      if (offered.value) return 'here'
      return apple ? 'apple' : undefined
    }),
    install,
  }
})
