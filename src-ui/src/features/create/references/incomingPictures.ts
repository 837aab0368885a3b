import { useEventListener } from '@vueuse/core'
import { readonly, shallowRef } from 'vue'

/**
 * Files that are dropped, and pictures that are pasted, anywhere on the page. What is dropped and no picture is handed on
 * too, so that somebody can say so. `over` is true while something is held above the page.
 */
export function useIncomingPictures(onPictures: (files: File[]) => void) {
  const over = shallowRef(false)
  let depth = 0

  function enter(now: number): void {
    depth = Math.max(0, now)
    over.value = depth > 0
  }

  function take(files: File[]): void {
    if (files.length > 0) onPictures(files)
  }

  useEventListener(window, ['dragenter', 'dragleave', 'dragover', 'drop'], (event: DragEvent) => {
    const { dataTransfer: data, type } = event
    if (!data?.types.includes('Files')) return
    if (type === 'dragenter') return enter(depth + 1)
    if (type === 'dragleave') return enter(depth - 1)
    // Else the browser would leave the page for the file.
    event.preventDefault()
    if (type === 'dragover') data.dropEffect = 'copy'
    else {
      enter(0)
      take([...data.files])
    }
  })
  useEventListener(window, 'paste', (event) => {
    // Word processors put a picture of the text beside the text.
    if (isTextField(event.target) && event.clipboardData?.types.includes('text/plain')) return
    const pictures = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
    if (pictures.length > 0) event.preventDefault()
    take(pictures)
  })

  return { over: readonly(over) }
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null
}
