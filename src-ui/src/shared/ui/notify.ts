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
  /** Says what was done and offers to take it back while the message is there. */
  undoable(message: string, label: string, undo: () => void): void {
    void say((toast) => toast(message, { duration: 8_000, action: { label, onClick: undo } }))
  },
}

type Toast = (typeof import('vue-sonner'))['toast']

async function say(show: (toast: Toast) => void): Promise<void> {
  notified.value = true
  const [{ toast }] = await Promise.all([import('vue-sonner'), settled])
  show(toast)
}
