import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { useSession } from '@/shared/session'
import { api, ok } from './client'
import { ApiFailure } from './problem'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  server.resetHandlers()
  useSession().end()
})
afterAll(() => server.close())

async function failureOfTasks(): Promise<ApiFailure> {
  try {
    await ok(api.GET('/api/tasks', {}))
  } catch (failure) {
    return failure as ApiFailure
  }
  throw new Error('the call succeeded')
}

it('sends the token of the session and the language of the page', async () => {
  let headers: Headers | undefined
  server.use(
    http.get('*/api/tasks', ({ request }) => {
      headers = request.headers
      return HttpResponse.json({ tasks: [] })
    }),
  )
  useSession().begin('a-token')
  await ok(api.GET('/api/tasks', {}))
  expect(headers?.get('Authorization')).toBe('Bearer a-token')
  expect(headers?.get('Accept-Language')).toMatch(/^(zh-CN|en)$/)
})

it('tells what the server said, with the field and the request id', async () => {
  server.use(
    http.get('*/api/tasks', () =>
      HttpResponse.json(
        {
          type: 'about:blank',
          title: 'Bad Request',
          status: 400,
          code: 'invalid_request',
          message: 'limit must be 1 to 2000',
          requestId: 'r1',
          errors: [{ field: 'limit', message: '1 to 2000' }],
        },
        { status: 400 },
      ),
    ),
  )
  const failure = await failureOfTasks()
  expect(failure).toMatchObject({ status: 400, code: 'invalid_request', requestId: 'r1' })
  expect(failure.field('limit')).toBe('1 to 2000')
})

it('understands a proxy that answers with a page of its own', async () => {
  server.use(http.get('*/api/tasks', () => HttpResponse.html('<h1>502 Bad Gateway</h1>', { status: 502 })))
  expect(await failureOfTasks()).toMatchObject({ status: 502, code: 'unexpected_answer', problem: undefined })
})

it('knows when no answer came', async () => {
  server.use(http.get('*/api/tasks', () => HttpResponse.error()))
  expect((await failureOfTasks()).offline).toBe(true)
})

it('ends the session that the server no longer knows', async () => {
  server.use(
    http.get('*/api/tasks', () => HttpResponse.json({ code: 'unauthorized', message: '' }, { status: 401 })),
  )
  useSession().begin('old')
  await failureOfTasks()
  expect(useSession().signedIn).toBe(false)
})

it('keeps a session that began while an older one was refused', async () => {
  server.use(
    http.get('*/api/tasks', () => {
      useSession().begin('new')
      return HttpResponse.json({ code: 'unauthorized', message: '' }, { status: 401 })
    }),
  )
  useSession().begin('old')
  await failureOfTasks()
  expect(useSession().token).toBe('new')
})
