import { crc32, deflateSync } from 'node:zlib'
import type { Client } from './tasks'

/** Width and height, from tall to wide. */
const SHAPES = [
  [48, 48],
  [40, 72],
  [72, 40],
  [44, 60],
  [96, 40],
] as const
const DAY_MS = 24 * 3600 * 1000

/** A picture of stripes that no other number has. */
export function png(width: number, height: number, number: number): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * (width * 3 + 1) + 1 + x * 3
      rows[at] = (number * 47 + x * 2) & 255
      rows[at + 1] = (number * 91 + y * 2) & 255
      rows[at + 2] = number & 255
    }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** Fills the gallery with so many pictures, the newest first, a day apart; prompts are `<words> <number>`, from 0. */
export async function hang(client: Client, count: number, words: string): Promise<void> {
  const begun = await answer(client, '/api/imports', {
    method: 'POST',
    body: JSON.stringify({ files: count + 1 }),
  })
  const { id } = begun as { id: string }
  const put = (name: string, body: Buffer) =>
    answer(client, `/api/imports/${id}/files?name=${name}&size=${body.length}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: new Uint8Array(body),
    })
  const names = Array.from({ length: count }, (_, number) => `${words}-${number}.png`)
  const list = names.map((fileName, number) => ({
    id: `${words}-${number}`,
    prompt: `${words} ${number}`,
    fileName,
    modelId: 'sandbox-sketch',
    createdAt: new Date(Date.now() - (number + 1) * DAY_MS).toISOString(),
  }))
  await put('gallery.json', Buffer.from(JSON.stringify(list)))
  for (const [number, name] of names.entries()) {
    const [width, height] = SHAPES[number % SHAPES.length] ?? SHAPES[0]
    await put(name, png(width, height, number))
  }
  await answer(client, `/api/imports/${id}/complete`, { method: 'POST' })
}

async function answer(client: Client, path: string, init: RequestInit): Promise<unknown> {
  const got = await client(path, init)
  if (!got.ok) throw new Error(`${path}: ${got.status} ${await got.text()}`)
  return got.json()
}
