/** Media types that are told apart by the first bytes of a file. */
export type PictureType =
  'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif' | 'image/heic' | 'image/avif' | 'image/svg+xml'

const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']

/** What a file really is, whatever its name says; undefined when it is none of these. */
export function pictureType(bytes: Uint8Array): PictureType | undefined {
  if (ascii(bytes, 1, 3) === 'PNG') return 'image/png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg'
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP') return 'image/webp'
  if (ascii(bytes, 0, 4) === 'GIF8') return 'image/gif'
  if (ascii(bytes, 4, 4) === 'ftyp') {
    const brand = ascii(bytes, 8, 4)
    if (brand === 'avif' || brand === 'avis') return 'image/avif'
    if (HEIC_BRANDS.includes(brand)) return 'image/heic'
  }
  return /^\s*<(\?xml[^>]*>\s*<(!--|!DOCTYPE svg|svg)|svg)/.test(ascii(bytes, 0, 512))
    ? 'image/svg+xml'
    : undefined
}

export function ascii(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length))
}
