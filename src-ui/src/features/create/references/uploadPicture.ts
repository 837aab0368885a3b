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
    request.setRequestHeader('Content-Type', picture.type || 'application/octet-stream')
    for (const [name, value] of Object.entries(callHeaders())) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => {
      if (request.status === 401 && token) useSession().end(token)
      const answer = parsed(request.responseText)
      // A page of a proxy in between is none.
      if (request.status === 201 && answer?.id) resolve(answer)
      else reject(failureOf(responseOf(request), answer))
    }
    request.onerror = () => reject(unreachable(undefined))
    request.onabort = () => reject(new DOMException('', 'AbortError'))
    signal.addEventListener('abort', () => request.abort())
    request.send(picture)
  })
}

/** What a failure is told from. */
function responseOf(request: XMLHttpRequest): Response {
  const headers = ['Retry-After', 'x-request-id'].map((name) => [name, request.getResponseHeader(name) ?? ''])
  return new Response(null, {
    status: request.status,
    headers: headers.filter(([, value]) => value) as [string, string][],
  })
}

function parsed(text: string): Upload | undefined {
  try {
    return JSON.parse(text) as Upload
  } catch {
    return undefined
  }
}
