import { defineStore } from 'pinia'
import { ref } from 'vue'

/**
 * How the page hears of changes: `live` by the event stream (or not yet known), `polling` by asking again and again while
 * the stream does not come through, `offline` not at all.
 */
export type Connection = 'live' | 'polling' | 'offline'

export const useConnection = defineStore('connection', () => ({ state: ref<Connection>('live') }))
