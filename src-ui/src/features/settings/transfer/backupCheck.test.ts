import { beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useBackupCheck } from './backupCheck'
import { forgetPartSize } from './sendParts'
import * as server from './transferApi'
import type { BackupCheck } from './transferApi'

vi.mock('./transferApi', async (original) => ({
  ...(await original<typeof server>()),
  beginCheck: vi.fn(),
  askCheck: vi.fn(),
  cancelCheck: vi.fn(),
  put: vi.fn(),
}))

const MB = 1 << 20
const answer = (change: Partial<BackupCheck>) =>
  ({ id: 'c1', state: 'receiving', offset: 0, ...change }) as BackupCheck
const archive = (bytes = 4) => new File([new Uint8Array(bytes)], 'studio.tar')

let scope: ReturnType<typeof effectScope>
let check: ReturnType<typeof useBackupCheck>

beforeEach(() => {
  vi.resetAllMocks()
  forgetPartSize()
  vi.mocked(server.beginCheck).mockResolvedValue(answer({}))
  vi.mocked(server.cancelCheck).mockResolvedValue(undefined as never)
  scope = effectScope()
  check = scope.run(useBackupCheck) as ReturnType<typeof useBackupCheck>
})

it('sends a backup to its end and shows what was found', async () => {
  vi.mocked(server.put).mockResolvedValue(answer({ state: 'whole' }))
  await check.start(archive(10 * MB))
  expect(server.beginCheck).toHaveBeenCalledWith(10 * MB)
  expect(vi.mocked(server.put).mock.calls.map(([path]) => path)).toEqual([
    '/api/backup/checks/c1/parts?offset=0',
    `/api/backup/checks/c1/parts?offset=${8 * MB}`,
  ])
  expect([check.found.value?.state, check.sent.value, check.busy.value, check.name.value]).toEqual([
    'whole',
    10 * MB,
    false,
    'studio.tar',
  ])
})

it('sends no more of a backup that is broken already', async () => {
  vi.mocked(server.put).mockResolvedValue(answer({ state: 'broken' }))
  await check.start(archive(20 * MB))
  expect(server.put).toHaveBeenCalledTimes(1)
  expect([check.found.value?.state, check.failure.value]).toEqual(['broken', null])
})

it('shows a refusal, and forgets it with the next backup', async () => {
  vi.mocked(server.beginCheck).mockRejectedValueOnce(new Error('busy'))
  await check.start(archive())
  expect([check.failure.value, check.busy.value]).toEqual([new Error('busy'), false])
  vi.mocked(server.put).mockResolvedValue(answer({ state: 'whole' }))
  await check.start(archive())
  expect(check.failure.value).toBeNull()
})

it('ends with the page, and tells the server', async () => {
  vi.mocked(server.put).mockImplementation(
    (_path, _body, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      ),
  )
  const running = check.start(archive())
  await vi.waitFor(() => expect(server.put).toHaveBeenCalled())
  scope.stop()
  await running
  expect(server.cancelCheck).toHaveBeenCalledWith('c1')
  expect([check.found.value, check.failure.value]).toEqual([null, null])
})
