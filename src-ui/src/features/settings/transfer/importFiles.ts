/** A file to send, with the folders that it was in. */
export interface ImportFile {
  name: string
  file: File
}

/** Of the earlier server: what is known of its pictures, its tasks, its settings. */
const LISTS = /(^|\/)(gallery|tasks|app\.config)\.json$/i
const WANTED = /\.(png|jpe?g|webp|gif|avif|heic|heif|bmp|tiff?|zip)$/i

/**
 * What is worth sending of what somebody chose: no hidden files, none of the small copies that an earlier server keeps, and
 * what says something about pictures before the pictures.
 */
export function worthSending(chosen: readonly File[]): { files: ImportFile[]; leftOut: number } {
  const named = chosen.map((file) => ({ name: file.webkitRelativePath || file.name, file }))
  const files = named.filter(({ name, file }) => file.size > 0 && wanted(name))
  const lists = files.filter(({ name }) => LISTS.test(name))
  return {
    files: [...lists, ...files.filter(({ name }) => !LISTS.test(name))],
    leftOut: named.length - files.length,
  }
}

function wanted(name: string): boolean {
  const parts = name.toLowerCase().split('/')
  const last = parts.at(-1) ?? ''
  const hidden = parts.some((part) => part.startsWith('.') || part === '__macosx')
  const small = parts.at(-2) === 'previews' || (parts.at(-2) === 'thumbnails' && last.startsWith('thumb-'))
  return !hidden && !small && (WANTED.test(last) || LISTS.test(name))
}
