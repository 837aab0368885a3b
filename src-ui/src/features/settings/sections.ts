import {
  ArrowLeftRight,
  Cable,
  ChartColumn,
  HardDrive,
  Info,
  KeyRound,
  Palette,
  Stethoscope,
} from '@lucide/vue'
import { defineAsyncComponent, type Component } from 'vue'

export interface Section {
  id: 'api' | 'usage' | 'storage' | 'transfer' | 'account' | 'doctor' | 'appearance' | 'about'
  icon: Component
  view: Component
}

/** The parts of the settings, in their order; each is loaded when it is opened. */
export const sections: readonly Section[] = [
  { id: 'api', icon: Cable, view: defineAsyncComponent(() => import('./configs/ConfigsSection.vue')) },
  { id: 'usage', icon: ChartColumn, view: defineAsyncComponent(() => import('./usage/UsageSection.vue')) },
  {
    id: 'storage',
    icon: HardDrive,
    view: defineAsyncComponent(() => import('./storage/StorageSection.vue')),
  },
  {
    id: 'transfer',
    icon: ArrowLeftRight,
    view: defineAsyncComponent(() => import('./transfer/TransferSection.vue')),
  },
  {
    id: 'account',
    icon: KeyRound,
    view: defineAsyncComponent(() => import('./account/AccountSection.vue')),
  },
  { id: 'doctor', icon: Stethoscope, view: defineAsyncComponent(() => import('./doctor/DoctorSection.vue')) },
  { id: 'appearance', icon: Palette, view: defineAsyncComponent(() => import('./AppearanceSection.vue')) },
  { id: 'about', icon: Info, view: defineAsyncComponent(() => import('./AboutSection.vue')) },
]
