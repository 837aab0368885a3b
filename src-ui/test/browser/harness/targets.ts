import type { Page } from 'playwright-core'

/** What a finger needs, in CSS pixels. */
const FINGER = 44

/** The controls on the screen that are too small for a finger, with their names and sizes. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((finger) => {
    const CONTROLS =
      'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=radio], [role=switch], [role=tab], [role=menuitem], [role=option]'
    const small: string[] = []
    for (const control of document.querySelectorAll<HTMLElement>(CONTROLS)) {
      const box = control.getBoundingClientRect()
      const style = getComputedStyle(control)
      const hidden = box.width <= 1 || box.height <= 1 || style.visibility === 'hidden'
      if (hidden || style.opacity === '0' || control.closest('[aria-hidden=true], [inert]')) continue
      if (control.matches(':disabled') || box.right <= 0 || box.left >= innerWidth) continue
      // A word within a sentence is as high as its line.
      if (style.display === 'inline' && control.matches('a')) continue
      // A label is pressed like its control.
      const labels = 'labels' in control ? [...((control as HTMLInputElement).labels ?? [])] : []
      const boxes = [box, ...labels.map((label) => label.getBoundingClientRect())]
      const width = Math.max(...boxes.map((one) => one.width))
      const height = Math.max(...boxes.map((one) => one.height))
      if (width < finger - 0.5 || height < finger - 0.5) {
        const name = control.getAttribute('aria-label') ?? control.textContent ?? ''
        small.push(
          `${control.tagName.toLowerCase()} "${name.trim().slice(0, 40)}" ${Math.round(width)}×${Math.round(height)}`,
        )
      }
    }
    return small
  }, FINGER)
}
