import { toast } from 'vue-sonner'

/** Short messages that go away by themselves. What must not be missed belongs where it happened. */
export const notify = {
  done(message: string): void {
    toast.success(message)
  },
  failed(message: string, requestId?: string): void {
    toast.error(message, { description: requestId, duration: 10_000 })
  },
  /** Says what was done and offers to take it back while the message is there. */
  undoable(message: string, label: string, undo: () => void): void {
    toast(message, { duration: 8_000, action: { label, onClick: undo } })
  },
}
