import { onScopeDispose, toValue, watch, type Ref } from 'vue'
import { useLayers, type Layer } from './layers'

/**
 * Lets Back close something that lies over the page while it is open: a dialog, a sheet, a picker, a mode. What is open by
 * the page's own address must not be one: it has its entry in the history already.
 */
export function useLayer(open: Ref<boolean>): void
export function useLayer(open: () => boolean, close: () => void): void
export function useLayer(open: Ref<boolean> | (() => boolean), close?: () => void): void {
  const layers = useLayers()
  let here = true
  const layer: Layer = {
    isOpen: () => here && toValue(open),
    close: close ?? (() => typeof open === 'function' || (open.value = false)),
  }
  watch(open, (now) => (now ? layers.add(layer) : layers.remove(layer)), { immediate: true, flush: 'sync' })
  onScopeDispose(() => {
    here = false
    layers.remove(layer)
  })
}
