import type { Page, Request } from 'playwright-core'

/** Remembers the requests of one kind that the page sends from now on. */
export function recorded(page: Page, method: string, path: RegExp): Request[] {
  const requests: Request[] = []
  page.on('request', (request) => {
    if (request.method() === method && path.test(new URL(request.url()).pathname)) requests.push(request)
  })
  return requests
}
