import { useI18n } from '@/shared/i18n'
import { notify } from './ui/notify'

/**
 * Puts a text on the clipboard; false when the browser does not let us. Over plain http, as on a home network, there is no
 * clipboard API, and the older way needs a selected field, inside the dialog that holds the focus.
 */
async function copyText(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch {
    // Not allowed this way; the older one may be.
  }
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.style.cssText = 'position:fixed;opacity:0;inset:0'
  ;(before?.closest('[role=dialog]') ?? document.body).append(field)
  field.select()
  // iOS selects nothing in a field that cannot be written to unless it is told how far.
  field.setSelectionRange(0, text.length)
  const copied = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  return copied
}

/** Copies a text and says that it did, if `done` is given, or that it could not. */
export function useCopy(): (text: string, done?: string) => Promise<boolean> {
  const { t } = useI18n()
  return async (text, done) => {
    const copied = await copyText(text)
    if (!copied) notify.failed(t('common.copyFailed'))
    else if (done) notify.done(done)
    return copied
  }
}
