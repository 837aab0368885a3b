import type { BrowserContext, Page } from 'playwright-core'

/**
 * What a page must not do while a test looks on: write an error to its console, throw, fail to load something, or talk to
 * another host. A test that causes such a thing on purpose says so with `expect`.
 */
export class Complaints {
  private readonly seen: string[] = []
  private readonly expected: RegExp[] = []

  constructor(
    context: BrowserContext,
    private readonly address: string,
  ) {
    context.on('page', (page) => this.watch(page))
    context.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(`${this.address}/`) && !/^(data|blob):/.test(url))
        this.seen.push(`asked another host: ${url}`)
    })
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? ''
      // A page that leaves, or no longer needs an answer, gives it up itself.
      if (why !== 'net::ERR_ABORTED')
        this.seen.push(`request failed: ${request.method()} ${request.url()} ${why}`)
    })
    context.on('response', (response) => {
      if (response.status() >= 400) {
        this.seen.push(`answer ${response.status()}: ${response.request().method()} ${response.url()}`)
      }
    })
  }

  /** From now on complaints like this one are no failure. */
  expect(pattern: RegExp): void {
    this.expected.push(pattern)
  }

  all(): string[] {
    return this.seen.filter((complaint) => !this.expected.some((pattern) => pattern.test(complaint)))
  }

  private watch(page: Page): void {
    page.on('pageerror', (error) => this.seen.push(`error in the page: ${error.stack ?? error.message}`))
    page.on('console', (message) => {
      // A failed request is counted above, with more about it.
      if (/^Failed to load resource/.test(message.text())) return
      // Most tests have no service worker (see visit.ts).
      if (message.text() === 'Service Worker registration blocked by Playwright') return
      if (message.type() === 'error' || message.type() === 'warning') {
        this.seen.push(`console ${message.type()}: ${message.text()} (${message.location().url})`)
      }
    })
  }
}
