import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe has to say against the page as it is now, one line for each node; it reaches the page beside its policy. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(source)
  const results = await page.evaluate(async () => {
    // Colours in the middle of a transition are nobody's colours, and a notice may come or go while axe looks:
    // so nothing moves for as long as it does.
    const still = new CSSStyleSheet()
    still.replaceSync(
      '*, ::before, ::after { transition: none !important; animation-duration: 0s !important }',
    )
    document.adoptedStyleSheets.push(still)
    try {
      return await (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run()
    } finally {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== still)
    }
  })
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')} (${node.html.slice(0, 160)})`),
  )
}
