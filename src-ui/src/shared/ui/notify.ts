import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

/** Long enough to read what happened, and to reach the button with the other hand. */
const UNDO_MS = 12_000

type Toast = (typeof import('vue-sonner'))['toast']

/** What there is to say, and what can still be taken back. */
export const useMessages = defineStore('messages', () => {
  /** Whether there is anything to say yet: the place for messages is loaded with the first of them. */
  const wanted = ref(false)
  /** The place for messages is on the page; what is said before would be lost. */
  const shown = ref(false)
  const ready = new Promise<unknown>((resolve) => watch(shown, resolve))
  let undos: (() => void)[] = []

  async function say(show: (toast: Toast) => void): Promise<void> {
    wanted.value = true
    const [{ toast }] = await Promise.all([import('vue-sonner'), ready])
    show(toast)
  }

  function undoable(message: string, label: string, undo: () => void): void {
    let dismiss: (() => void) | undefined

    function forget(): void {
      undos = undos.filter((other) => other !== takeBack)
    }
    function takeBack(): void {
      if (!undos.includes(takeBack)) return
      forget()
      dismiss?.()
      undo()
    }

    undos.push(takeBack)
    void say((toast) => {
      if (!undos.includes(takeBack)) return
      const action = { label, onClick: takeBack }
      const id = toast(message, { duration: UNDO_MS, action, onAutoClose: forget, onDismiss: forget })
      dismiss = () => toast.dismiss(id)
    })
  }

  function forgetAll(): void {
    undos = []
    if (wanted.value) void say((toast) => toast.dismiss())
  }

  // Of several deeds the last one is taken back first; a Ctrl+Z in a text field is meant for its text.
  useEventListener(
    window,
    'keydown',
    (event) => {
      const pressed = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z'
      const last = undos.at(-1)
      if (!pressed || !last || event.defaultPrevented || event.repeat || isTyping(event.target)) return
      event.preventDefault()
      last()
    },
    { capture: true },
  )

  return { wanted, shown, say, undoable, forgetAll }
})

/** Short messages that go away by themselves. What must not be missed belongs where it happened. */
export const notify = {
  // What is said again takes the place of what was said.
  done: (message: string) => void useMessages().say((toast) => toast.success(message, { id: message })),
  failed: (message: string, requestId?: string) =>
    void useMessages().say((toast) =>
      toast.error(message, { id: message, description: requestId, duration: 10_000 }),
    ),
  /**
   * Says what was done and offers to take it back while the message is there: by its button, and from anywhere by
   * Ctrl+Z, since an open dialog keeps the keyboard to itself. It is taken back once.
   */
  undoable: (message: string, label: string, undo: () => void) =>
    useMessages().undoable(message, label, undo),
  /** Says something that stays until it is answered or swept away. */
  offer: (message: string, label: string, take: () => void) =>
    void useMessages().say((toast) =>
      toast(message, { id: message, duration: Infinity, action: { label, onClick: take } }),
    ),
  /** Takes every message away, and with it what it offered. */
  forget: () => useMessages().forgetAll(),
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}
