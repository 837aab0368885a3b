import { Images, LayoutTemplate, ListChecks, ScrollText, Settings, WandSparkles } from '@lucide/vue'
import type { Component } from 'vue'

/** The pages that the navigation leads to, in its order. */
export interface Place {
  name: 'create' | 'gallery' | 'tasks' | 'templates' | 'settings' | 'logs'
  icon: Component
  /** Not in the bar of a phone; settings lead there. */
  deskOnly?: boolean
}

export const places: readonly Place[] = [
  { name: 'create', icon: WandSparkles },
  { name: 'gallery', icon: Images },
  { name: 'tasks', icon: ListChecks },
  { name: 'templates', icon: LayoutTemplate },
  { name: 'settings', icon: Settings },
  { name: 'logs', icon: ScrollText, deskOnly: true },
]
