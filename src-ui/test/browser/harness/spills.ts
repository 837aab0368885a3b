import type { Page } from 'playwright-core'

/** The controls on the screen whose words are wider than they are, which lie over what is beside them. */
export function spilledWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** What is cut off, or for screen readers alone, lies over nothing. */
    const cutOff = (part: Element | null, control: Element): boolean =>
      part !== null &&
      part !== control &&
      (getComputedStyle(part).overflowX !== 'visible' || cutOff(part.parentElement, control))
    const spilled: string[] = []
    for (const control of document.querySelectorAll<HTMLElement>(
      'a[href], button, label, summary, [role=tab]',
    )) {
      const style = getComputedStyle(control)
      const box = control.getBoundingClientRect()
      if (style.display === 'inline' || style.overflowX !== 'visible' || box.width <= 1) continue
      const words = document.createTreeWalker(control, NodeFilter.SHOW_TEXT)
      for (let node = words.nextNode(); node; node = words.nextNode()) {
        if (cutOff(node.parentElement, control)) continue
        const range = document.createRange()
        range.selectNodeContents(node)
        const text = range.getBoundingClientRect()
        if (text.width > 1 && (text.left < box.left - 1 || text.right > box.right + 1))
          spilled.push(`${control.tagName.toLowerCase()} "${node.textContent?.trim().slice(0, 40)}"`)
      }
    }
    return spilled
  })
}
