import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { openBrowser } from './browser'
import { Complaints } from './complaints'
import { Front } from './front'
import { Studio } from './studio'
import { StudioServer } from './server'
import type { Language } from './texts'

export type Size = 'desktop' | 'phone'
export type Theme = 'light' | 'dark'

export interface Look {
  size: Size
  language: Language
  theme: Theme
  /** With the page's service worker, which otherwise is nothing that a test should wait for. */
  worker?: boolean
}

/** Every language, theme and size at least once, and the likely combinations. */
export const DESK: Look = { size: 'desktop', language: 'zh-CN', theme: 'light' }
export const PHONE: Look = { size: 'phone', language: 'en', theme: 'dark' }

const SIZES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} as const

/** Where the page keeps its token (`src/shared/session.ts`), and what the server says of its cookie. */
const TOKEN = 'studio.token'
const COOKIE = { path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' } as const

/** What a test file stands on: a server of its own, and browsers that visit it and are asked about complaints after each test. */
export interface Site {
  readonly server: StudioServer
  /** What browsers talk to instead of the server, where the test wants a proxy. */
  readonly front: Front
  /** A browser that was never here before. */
  visit(look?: Look): Promise<Studio>
  /** A browser in which somebody has signed in before. */
  revisit(look?: Look): Promise<Studio>
}

export function site(name: string, settings: Record<string, string> = {}, { proxied = false } = {}): Site {
  let server: StudioServer | undefined
  let front: Front | undefined
  let browser: Browser | undefined
  const visits: { context: BrowserContext; page: Page; complaints: Complaints }[] = []

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([StudioServer.start(name, settings), openBrowser()])
    if (proxied) front = await Front.before(server.address)
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail')
      await Promise.all(visits.map(({ page }) => keepPicture(page, task.name)))
    const complaints = visits.flatMap((visit) => visit.complaints.all())
    await Promise.all(visits.splice(0).map((visit) => visit.context.close()))
    expect(complaints, 'the browser complained').toEqual([])
  })

  afterAll(async () => {
    await browser?.close()
    await front?.close()
    await server?.stop()
  })

  let session: ReturnType<StudioServer['session']> | undefined

  async function open(look: Look, storageState?: BrowserContextOptions['storageState']): Promise<Studio> {
    if (!browser || !server) throw new Error('The browser opens before the first test of the file')
    const { address } = front ?? server
    const context = await browser.newContext({
      ...SIZES[look.size],
      baseURL: address,
      locale: look.language,
      colorScheme: look.theme,
      acceptDownloads: true,
      serviceWorkers: look.worker ? 'allow' : 'block',
      storageState,
    })
    context.setDefaultTimeout(20_000)
    const complaints = new Complaints(context, address)
    const page = await context.newPage()
    visits.push({ context, page, complaints })
    return new Studio(page, look, complaints, server.password)
  }

  return {
    get server() {
      if (!server) throw new Error('The server starts before the first test of the file')
      return server
    },
    get front() {
      if (!front) throw new Error('The test has asked for no proxy')
      return front
    },
    visit: (look = DESK) => open(look),
    async revisit(look = DESK) {
      const { address } = front ?? this.server
      session ??= this.server.session()
      const { token, cookie } = await session
      return open(look, {
        cookies: [{ ...cookie, ...COOKIE, domain: new URL(address).hostname }],
        origins: [{ origin: address, localStorage: [{ name: TOKEN, value: token }] }],
      })
    },
  }
}

async function keepPicture(page: Page, test: string): Promise<void> {
  const folder = join(import.meta.dirname, '../../../../target/browser/failed')
  mkdirSync(folder, { recursive: true })
  await page
    .screenshot({
      path: join(folder, `${test.replace(/[^\p{L}\d]+/gu, '-')}-${page.viewportSize()?.width}.png`),
    })
    .catch(() => undefined)
}
