import { ascii, type PictureType } from './pictureType'

const PNG_PRIVATE = ['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME']
const WEBP_PRIVATE = ['EXIF', 'XMP ']
const JPEG_START_OF_SCAN = 0xda
const JPEG_END = 0xd9
const JPEG_COMMENT = 0xfe
const JPEG_APP0 = 0xe0
const JPEG_APP2 = 0xe2
const JPEG_ADOBE = 0xee

/**
 * Whether a file may say more than its picture shows: where and when it was taken, with what, by whom. When in doubt it
 * does. Colour profiles do not count. Facts: the JPEG, PNG and WebP container specifications.
 */
export function hasMetadata(bytes: Uint8Array, type: PictureType): boolean {
  switch (type) {
    case 'image/jpeg':
      return jpegHasMetadata(bytes)
    case 'image/png':
      return chunks(bytes, 8, 'big', 12).some((name) => PNG_PRIVATE.includes(name))
    case 'image/webp':
      return chunks(bytes, 12, 'little', 8).some((name) => WEBP_PRIVATE.includes(name))
    default:
      return true
  }
}

function jpegHasMetadata(bytes: Uint8Array): boolean {
  let at = 2
  while (at + 4 <= bytes.length) {
    const marker = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff) return true
    if (marker === JPEG_START_OF_SCAN) return !endsWithPicture(bytes)
    const harmless =
      marker === JPEG_APP0 ||
      marker === JPEG_ADOBE ||
      (marker === JPEG_APP2 && ascii(bytes, at + 4, 11) === 'ICC_PROFILE')
    const application = (marker >= JPEG_APP0 && marker <= 0xef) || marker === JPEG_COMMENT
    if (application && !harmless) return true
    at += 2 + length16(bytes, at + 2)
  }
  return true
}

/** Phones hang further pictures and films behind the end, with metadata of their own. */
function endsWithPicture(bytes: Uint8Array): boolean {
  return bytes.at(-2) === 0xff && bytes.at(-1) === JPEG_END
}

/** The four-letter names of a file's chunks; PNG has the length first, WebP the name. */
function chunks(bytes: Uint8Array, start: number, order: 'big' | 'little', overhead: number): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const names: string[] = []
  let at = start
  while (at + 8 <= bytes.length) {
    const little = order === 'little'
    const length = view.getUint32(little ? at + 4 : at, little)
    names.push(ascii(bytes, little ? at : at + 4, 4))
    at += overhead + length + (little ? length % 2 : 0)
  }
  return names
}

function length16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
