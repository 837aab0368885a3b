import { shallowRef } from 'vue'

/** Whether there is anything to say yet: the place for messages is loaded with the first of them. */
export const notified = shallowRef(false)

let settle: () => void
const settled = new Promise<void>((resolve) => (settle = resolve))

/** The place for messages is on the page; it calls this, since what was said before would be lost. */
export function messagesShown(): void {
  settle()
}

/** Short messages that go away by themselves. What must not be missed belongs where it happened. */
export const notify = {
  done(message: string): void {
    void say((toast) => toast.success(message))
  },
  failed(message: string, requestId?: string): void {
    void say((toast) => toast.error(message, { description: requestId, duration: 10_000 }))
  },
  /**
   * Says what was done and offers to take it back while the message is there: by its button, and from anywhere by
   * Ctrl+Z, since an open dialog keeps the keyboard to itself. It is taken back once.
   */
  undoable(message: string, label: string, undo: () => void): void {
    let over = false
    const release = onUndoKey(takeBack)
    let dismiss: (() => void) | undefined

    function forget(): void {
      over = true
      release()
    }
    function takeBack(): void {
      if (over) return
      forget()
      dismiss?.()
      undo()
    }

    void say((toast) => {
      if (over) return
      const id = toast(message, {
        duration: UNDO_MS,
        action: { label, onClick: takeBack },
        onAutoClose: forget,
        onDismiss: forget,
      })
      dismiss = () => toast.dismiss(id)
    })
  },
  /** Takes every message away, and with it what it offered. */
  forget(): void {
    for (const { release } of waiting) release()
    if (notified.value) void say((toast) => toast.dismiss())
  },
}

const UNDO_MS = 8_000

interface Undo {
  onKey: (event: KeyboardEvent) => void
  release: () => void
}

/** Runs `undo` at a Ctrl+Z that no text field is meant by, until released. Of several the last one is taken back first. */
function onUndoKey(undo: () => void): () => void {
  function onKey(event: KeyboardEvent): void {
    const wanted = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z'
    if (!wanted || event.defaultPrevented || event.repeat || isTyping(event.target)) return
    if (waiting.at(-1)?.onKey !== onKey) return
    event.preventDefault()
    undo()
  }
  function release(): void {
    window.removeEventListener('keydown', onKey, { capture: true })
    waiting = waiting.filter((other) => other.onKey !== onKey)
  }
  waiting.push({ onKey, release })
  window.addEventListener('keydown', onKey, { capture: true })
  return release
}

let waiting: Undo[] = []

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}

type Toast = (typeof import('vue-sonner'))['toast']

async function say(show: (toast: Toast) => void): Promise<void> {
  notified.value = true
  const [{ toast }] = await Promise.all([import('vue-sonner'), settled])
  show(toast)
}
