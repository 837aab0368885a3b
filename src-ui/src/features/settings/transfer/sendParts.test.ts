import { beforeEach, expect, it, vi } from 'vitest'
import { ApiFailure } from '@/shared/api/problem'
import { forgetPartSize, sendParts, type PartAnswer } from './sendParts'

const MB = 1 << 20
beforeEach(forgetPartSize)

function server(refusals: Record<number, unknown> = {}) {
  const got: [number, number][] = []
  let calls = 0
  const there: PartAnswer = {}
  return {
    got,
    there,
    send: vi.fn((part: Blob, offset: number) => {
      const refusal = refusals[calls++]
      if (refusal) return Promise.reject(refusal as Error)
      got.push([offset, part.size])
      return Promise.resolve({})
    }),
    ask: () => Promise.resolve(there),
    progress: vi.fn(),
    signal: new AbortController().signal,
    pause: () => Promise.resolve(),
  }
}

it('sends a file in parts, one after the other', async () => {
  const to = server()
  await sendParts('a', new Blob([new Uint8Array(20 * MB)]), 0, to)
  expect(to.got).toEqual([
    [0, 8 * MB],
    [8 * MB, 8 * MB],
    [16 * MB, 4 * MB],
  ])
  expect(to.progress).toHaveBeenLastCalledWith(20 * MB)
})

it('goes on where the server is after a broken connection', async () => {
  const to = server({ 1: new ApiFailure(0, 'offline', '') })
  Object.assign(to.there, { receiving: 'a', offset: 9 * MB })
  await sendParts('a', new Blob([new Uint8Array(10 * MB)]), 0, to)
  expect(to.got).toEqual([
    [0, 8 * MB],
    [9 * MB, MB],
  ])
})

it('sends less at once where a proxy refuses', async () => {
  const to = server({ 0: new ApiFailure(413, 'unexpected_answer', '') })
  await sendParts('a', new Blob([new Uint8Array(3 * MB)]), 0, to)
  expect(to.got).toEqual([
    [0, 2 * MB],
    [2 * MB, MB],
  ])
})

it('gives up when the server refuses', async () => {
  const to = server({ 0: new ApiFailure(507, 'disk_full', 'full') })
  await expect(sendParts('a', new Blob(['x']), 0, to)).rejects.toMatchObject({ code: 'disk_full' })
  expect(to.send).toHaveBeenCalledOnce()
})

it('stops when it is told to', async () => {
  const leaving = new AbortController()
  leaving.abort()
  await expect(
    sendParts('a', new Blob(['x']), 0, { ...server(), signal: leaving.signal }),
  ).rejects.toMatchObject({ name: 'AbortError' })
})
