/** The keys of the viewer, as its help lists them. */
export const KEYS = [
  { keys: ['←', '→'], label: 'viewer.keyTurn' },
  { keys: ['F'], label: 'gallery.favorite' },
  { keys: ['I'], label: 'common.details' },
  { keys: ['E'], label: 'stage.editFurther' },
  { keys: ['D'], label: 'picture.download' },
  { keys: ['C'], label: 'viewer.compare' },
  { keys: ['Del'], label: 'common.delete' },
  { keys: ['+', '−'], label: 'viewer.keyZoom' },
  { keys: ['0'], label: 'viewer.fit' },
  { keys: ['1'], label: 'viewer.actualSize' },
  { keys: ['Esc'], label: 'common.close' },
  { keys: ['?'], label: 'viewer.keys' },
] as const

type Deeds = Record<string, (() => void) | undefined>

/**
 * Does what a key stands for. A key with a modifier is the browser's, one in a field or on a slider is that control's, and a
 * held key is one press, except for what goes on step by step.
 */
export function onViewerKey(event: KeyboardEvent, deeds: Deeds): void {
  const { key, altKey, ctrlKey, metaKey, repeat, target } = event
  if (altKey || ctrlKey || metaKey || event.defaultPrevented) return
  if (target instanceof HTMLElement && target.matches('input, textarea, select')) return
  const deed = deeds[key.length === 1 ? key.toLowerCase() : key]
  if (!deed) return
  event.preventDefault()
  if (!repeat || /^(Arrow|[-+=])/.test(key)) deed()
}
