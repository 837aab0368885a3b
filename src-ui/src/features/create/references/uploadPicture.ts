import { serverPath } from '@/shared/address'
import { failureOf, unreachable } from '@/shared/api/problem'
import type { Upload } from '@/shared/api/types'
import { callHeaders, useSession } from '@/shared/session'

/**
 * Sends one picture to `POST /api/uploads`. Not by the API client: fetch cannot tell how much of a body has gone out.
 *
 * @param onProgress gets the sent share, 0 to 1
 * @throws ApiFailure, or an AbortError
 */
export function uploadPicture(
  picture: Blob,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const { token } = useSession()
    const request = new XMLHttpRequest()
    request.open('POST', serverPath('/api/uploads'))
    request.responseType = 'text'
    request.setRequestHeader('Content-Type', picture.type || 'application/octet-stream')
    for (const [name, value] of Object.entries(callHeaders())) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => {
      if (request.status === 401 && token) useSession().end(token)
      const answer = parsed(request.responseText)
      if (request.status === 201 && isUpload(answer)) resolve(answer)
      else reject(failureOf(headersOf(request), answer))
    }
    request.onerror = () => reject(unreachable(undefined))
    request.onabort = () => reject(new DOMException('', 'AbortError'))
    signal.addEventListener('abort', () => request.abort())
    request.send(picture)
  })
}

/** A page of a proxy in between is none. */
function isUpload(answer: unknown): answer is Upload {
  return typeof answer === 'object' && answer !== null && 'id' in answer
}

function headersOf(request: XMLHttpRequest): Response {
  const headers = new Headers()
  for (const name of ['Retry-After', 'x-request-id']) {
    const value = request.getResponseHeader(name)
    if (value) headers.set(name, value)
  }
  return new Response(null, { status: request.status, headers })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
