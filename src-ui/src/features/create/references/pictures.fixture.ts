/** Skeletons of picture files: right containers around no picture. */
const text = (words: string) => Array.from(words, (letter) => letter.charCodeAt(0))
const big32 = (value: number) => [0, 0, value >> 8, value & 255]
const little32 = (value: number) => big32(value).reverse()

export function segment(marker: number, words: string): number[] {
  const length = words.length + 2
  return [0xff, marker, length >> 8, length & 255, ...text(words)]
}

export function jpeg(extra: number[] = []): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(
    ...[0xff, 0xd8, ...segment(0xe0, 'JFIF\0'), ...extra, ...segment(0xdb, 'table')],
    ...[...segment(0xda, 'scan'), 9, 9, 9, 0xff, 0xd9],
  )
}

export function png(extra?: string): Uint8Array<ArrayBuffer> {
  const chunk = (name: string, words: string) => [...big32(words.length), ...text(name + words), 0, 0, 0, 0]
  return Uint8Array.of(
    ...[0x89, ...text('PNG\r\n\x1a\n'), ...chunk('IHDR', 'header'), ...chunk('IDAT', 'odd')],
    ...[...(extra ? chunk(extra, 'secret') : []), ...chunk('IEND', '')],
  )
}

export function webp(extra?: string): Uint8Array<ArrayBuffer> {
  const chunk = (name: string, words: string) => [
    ...[...text(name), ...little32(words.length), ...text(words)],
    ...(words.length % 2 ? [0] : []),
  ]
  const body = [...chunk('VP8X', 'flags'), ...chunk('VP8 ', 'odd'), ...(extra ? chunk(extra, 'secret') : [])]
  return Uint8Array.of(...text('RIFF'), ...little32(body.length + 4), ...text('WEBP'), ...body)
}

export function gif(): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(...text('GIF89a...'))
}

export function heic(): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(0, 0, 0, 24, ...text('ftypheic'), 0, 0, 0, 0)
}
