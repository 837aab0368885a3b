import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Complaints } from './complaints'
import { patternOf, textOf } from './texts'
import type { Look } from './visit'

export type Place = 'create' | 'gallery' | 'tasks' | 'templates' | 'settings' | 'logs'

/** The page as a person uses it: controls by role and by the text that they carry in the visitor's language. */
export class Studio {
  constructor(
    readonly page: Page,
    readonly look: Look,
    readonly complaints: Complaints,
    private readonly password: string,
  ) {}

  text(key: string, values?: Record<string, string | number>): string {
    return textOf(this.look.language, key, values)
  }

  pattern(key: string): RegExp {
    return patternOf(this.look.language, key)
  }

  button(key: string, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name: this.text(key), exact: true })
  }

  field(key: string, within: Page | Locator = this.page): Locator {
    return within.getByLabel(this.text(key), { exact: true })
  }

  heading(key: string): Locator {
    return this.page.getByRole('heading', { name: this.text(key) })
  }

  /** An address within the page, for example `/gallery?q=lake`. */
  async open(route: string): Promise<void> {
    await this.page.goto(`/webui${route}`)
  }

  /** The address within the page. */
  get route(): string {
    const url = new URL(this.page.url())
    return url.pathname.replace(/^\/webui/, '') + url.search
  }

  async arriveAt(route: string | RegExp): Promise<void> {
    await expect
      .poll(() => this.route, { timeout: 20_000 })
      .toMatch(route instanceof RegExp ? route : exactly(route))
  }

  async signIn(password = this.password): Promise<void> {
    await this.field('signIn.password').fill(password)
    await this.button('signIn.title').click()
  }

  /** Opens a page as somebody who has just signed in. */
  async enter(route = '/create'): Promise<void> {
    await this.open(route)
    await this.signIn()
    await this.arriveAt(route)
  }

  /** Ends the session on the server, behind the back of the browser. */
  async expire(server: string): Promise<void> {
    const token = await this.page.evaluate(() => localStorage.getItem('studio.token'))
    await fetch(`${server}/api/logout`, { method: 'POST', headers: { Authorization: `Bearer ${token}` } })
  }

  /** Follows the navigation: the rail, or on a phone the bar below. */
  async goTo(place: Place): Promise<void> {
    await this.navigation.getByRole('link', { name: this.text(`nav.${place}`) }).click()
    await this.arriveAt(new RegExp(`^/${place}`))
  }

  get navigation(): Locator {
    return this.page.getByRole('navigation', { name: this.text('nav.label') })
  }
}

function exactly(route: string): RegExp {
  return new RegExp(`^${route.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
}
