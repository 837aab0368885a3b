import type { Component } from 'vue'

/** One deed of an ActionMenu. */
export interface MenuAction {
  label: string
  icon?: Component
  danger?: boolean
  disabled?: boolean
  run: () => void
}
