import { serverPath } from '@/shared/address'
import { api, ok } from '@/shared/api/client'
import { failureOf, unreachable } from '@/shared/api/problem'
import type { components } from '@/shared/api/schema'
import { callHeaders, useSession } from '@/shared/session'

export type ImportProgress = components['schemas']['ImportProgress']

export const isOver = ({ state }: ImportProgress) => state !== 'receiving' && state !== 'working'

export async function latestImport(): Promise<ImportProgress | null> {
  return (await ok(api.GET('/api/imports', {}))).latest ?? null
}

export const beginImport = (files: number) => ok(api.POST('/api/imports', { body: { files } }))

export const completeImport = (id: string) =>
  ok(api.POST('/api/imports/{id}/complete', { params: { path: { id } } }))

export const cancelImport = (id: string) => ok(api.DELETE('/api/imports/{id}', { params: { path: { id } } }))

/** Sends bytes as they are, which the typed client cannot. */
export async function put<A>(path: `/${string}`, body: Blob, signal: AbortSignal): Promise<A> {
  const { token } = useSession()
  const headers = { ...callHeaders(), 'Content-Type': 'application/octet-stream' }
  let response: Response
  try {
    response = await fetch(serverPath(path), { method: 'PUT', body, headers, signal })
  } catch (failure) {
    throw unreachable(failure)
  }
  if (response.status === 401 && token) useSession().end(token)
  const answer = (await response.json().catch(() => undefined)) as A
  if (!response.ok) throw failureOf(response, answer)
  return answer
}

export type ImportedSettings = components['schemas']['ImportedSettings']

const settingsOf = (id: string) => ({ params: { path: { id } } })

/** What merging the settings of an import would do. */
export const planSettings = (id: string) => ok(api.GET('/api/imports/{id}/settings', settingsOf(id)))

export const mergeSettings = (id: string, replace: boolean) =>
  ok(api.POST('/api/imports/{id}/settings', { ...settingsOf(id), body: { replace } }))

export const forgetSettings = (id: string) => ok(api.DELETE('/api/imports/{id}/settings', settingsOf(id)))

export type BackupCheck = components['schemas']['BackupCheck']

/** An address at which the browser itself fetches a backup. */
export const prepareBackup = (withKeys: boolean) =>
  ok(api.POST('/api/backup/downloads', { body: { withKeys } }))

export const beginCheck = (size: number) => ok(api.POST('/api/backup/checks', { body: { size } }))

export const askCheck = (id: string) => ok(api.GET('/api/backup/checks/{id}', { params: { path: { id } } }))

export const cancelCheck = (id: string) =>
  ok(api.DELETE('/api/backup/checks/{id}', { params: { path: { id } } }))
