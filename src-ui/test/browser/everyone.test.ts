import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeFindings } from './harness/axe'
import { keyboardFindings } from './harness/keyboard'
import { SCREENS } from './harness/screens'
import { spilledWords } from './harness/spills'
import { paint } from './harness/tasks'
import type { Studio } from './harness/studio'
import { DESK, PHONE, site, type Look } from './harness/visit'

const studio = site('everyone')

/** Also a form, and the way back for whoever is lost. */
const PLACES = [...SCREENS, '/settings/api?edit=practice', '/no-such-page']

const LOOKS: Look[] = [DESK, { ...DESK, theme: 'dark' }, PHONE, { ...PHONE, theme: 'light' }]

describe.each(LOOKS)('for everyone ($size, $theme, $language)', (look) => {
  it('signing in has nothing that axe objects to and every control has its place in the tab order', async () => {
    const visitor = await studio.visit(look)
    await visitor.open('/sign-in')
    await visitor.button('signIn.title').waitFor()
    expect(await axeFindings(visitor.page)).toEqual([])
    expect(await keyboardFindings(visitor.page)).toEqual([])
  })

  it('no screen has anything that axe objects to', async () => {
    expect(await findingsOnEveryScreen(look, axeFindings)).toEqual({})
  })
})

describe.each([DESK, PHONE])('by keyboard ($size)', (look) => {
  it('every control of every screen is reached by Tab and shows its focus', async () => {
    expect(await findingsOnEveryScreen(look, keyboardFindings)).toEqual({})
  })
})

describe.each<Look>([{ ...DESK, language: 'en' }, PHONE])('in words ($size, $language)', (look) => {
  it('no control has words that are wider than it is', async () => {
    expect(await findingsOnEveryScreen(look, spilledWords)).toEqual({})
    const client = await studio.server.client()
    const { entries } = (await (await client('/api/gallery?limit=1')).json()) as { entries: { id: string }[] }
    const visitor = await studio.revisit(look)
    await visitor.open(`/gallery/${entries[0]?.id}`)
    await visitor.page.getByRole('toolbar').waitFor()
    expect(await spilledWords(visitor.page)).toEqual([])
  })
})

/** The screens that have findings, all opened by one visitor: a browser that starts anew for each costs seconds. */
async function findingsOnEveryScreen(
  look: Look,
  findingsOf: (page: Page) => Promise<string[]>,
): Promise<Record<string, string[]>> {
  const visitor = await lively(look)
  const found: Record<string, string[]> = {}
  for (const screen of PLACES) {
    await visitor.open(screen)
    await settled(visitor)
    const findings = await findingsOf(visitor.page)
    if (findings.length > 0) found[screen] = findings
  }
  return found
}

/** A visitor of a studio in which something has happened: a picture, and a task that failed. */
async function lively(look: Look): Promise<Studio> {
  const client = await studio.server.client()
  const { total } = (await (await client('/api/gallery/facets')).json()) as { total: number }
  if (total === 0) {
    await Promise.all([paint(client, 'a calm lake'), paint(client, '[refuse] a storm')])
  }
  return studio.revisit(look)
}

async function settled({ page, navigation }: Studio): Promise<void> {
  // Behind an open dialog the navigation is nobody's.
  await (page.url().includes('edit=') ? page.getByRole('dialog') : navigation).waitFor()
  // A place comes later than what is around it.
  await page.locator('h1').first().waitFor({ state: 'attached' })
  await page.waitForFunction(() => document.querySelector('main .skeleton') === null)
}
