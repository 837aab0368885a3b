import { serverBase } from '@/shared/address'

/**
 * Tells the page's other tabs in this browser that the gallery was changed here, which no event of the server tells. Works
 * over plain http, too.
 */
const channel =
  typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(`studio.gallery${serverBase}`)

export function tellOtherTabs(): void {
  channel?.postMessage(null)
}

/** Calls back whenever another tab has changed the gallery; returns how to stop it. */
export function onOtherTabs(changed: () => void): () => void {
  channel?.addEventListener('message', changed)
  return () => channel?.removeEventListener('message', changed)
}
