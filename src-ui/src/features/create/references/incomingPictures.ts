import { useEventListener } from '@vueuse/core'
import { readonly, shallowRef } from 'vue'

/**
 * Files that are dropped, and pictures that are pasted, anywhere on the page. What is dropped and no picture is handed on
 * too, so that somebody can say so. `over` is true while something is held above the page.
 */
export function useIncomingPictures(onPictures: (files: File[]) => void) {
  const over = shallowRef(false)
  let depth = 0

  function drop(): void {
    depth = 0
    over.value = false
  }

  useEventListener(window, 'dragenter', (event) => {
    if (!carriesFiles(event.dataTransfer)) return
    depth++
    over.value = true
  })
  useEventListener(window, 'dragleave', (event) => {
    if (!carriesFiles(event.dataTransfer)) return
    depth = Math.max(0, depth - 1)
    over.value = depth > 0
  })
  useEventListener(window, 'dragover', (event) => {
    if (!carriesFiles(event.dataTransfer) || !event.dataTransfer) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
  })
  useEventListener(window, 'drop', (event) => {
    if (!carriesFiles(event.dataTransfer)) return
    // Else the browser would leave the page for the file.
    event.preventDefault()
    drop()
    take([...(event.dataTransfer?.files ?? [])])
  })
  useEventListener(window, 'paste', (event) => {
    // Word processors put a picture of the text beside the text.
    if (isTextField(event.target) && event.clipboardData?.types.includes('text/plain')) return
    const pictures = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
    if (pictures.length > 0) event.preventDefault()
    take(pictures)
  })

  function take(files: File[]): void {
    if (files.length > 0) onPictures(files)
  }

  return { over: readonly(over) }
}

function carriesFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') ?? false
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null
}
