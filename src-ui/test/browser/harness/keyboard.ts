import type { Page } from 'playwright-core'

/**
 * Goes through the page with Tab alone and tells what cannot be reached or does not show that it has the focus. Of a group with
 * one stop (radios, tabs, a toolbar, a grid: all that set tabindex -1 on the others) one member is enough.
 */
export async function keyboardFindings(page: Page): Promise<string[]> {
  const wanted = await page.evaluate(() => {
    const INTERACTIVE =
      'a[href], button, input, select, textarea, summary, [role=button], [role=link], [role=switch], [role=combobox], [contenteditable=true]'
    const shown = (element: HTMLElement) =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) &&
      !element.closest('[inert], [aria-hidden=true]') &&
      !element.matches(':disabled')
    const elements = [...document.querySelectorAll<HTMLElement>(INTERACTIVE)].filter(
      (element) => shown(element) && element.tabIndex >= 0 && !isLesserRadio(element),
    )
    function isLesserRadio(element: HTMLElement): boolean {
      if (!(element instanceof HTMLInputElement) || element.type !== 'radio' || element.checked) return false
      return document.querySelector(`input[type=radio][name="${element.name}"]:checked`) !== null
    }
    const looks = (element: HTMLElement) => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor, color } =
        getComputedStyle(element)
      const outline = outlineStyle === 'none' || outlineWidth === '0px' ? '' : outlineWidth
      return [outline, boxShadow, borderColor, backgroundColor, color].join()
    }
    // Some controls show the focus on what lies around them.
    const look = (element: HTMLElement) =>
      [element, element.parentElement, element.parentElement?.parentElement]
        .filter((each) => each != null)
        .map(looks)
        .join('|')
    const name = (element: HTMLElement) =>
      `<${element.tagName.toLowerCase()}> ${element.getAttribute('aria-label') ?? element.innerText?.trim().slice(0, 40) ?? ''}`
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    const tour = {
      elements,
      before: elements.map(look),
      look,
      name,
      reached: new Set<Element>(),
      dim: [] as string[],
    }
    Object.assign(window, { tour })
    return elements.length
  })
  for (let step = 0; step < wanted * 3 + 100; step++) {
    await page.keyboard.press('Tab')
    const done = await page.evaluate(() => {
      interface Tour {
        elements: HTMLElement[]
        before: string[]
        look: (element: HTMLElement) => string
        name: (element: HTMLElement) => string
        reached: Set<Element>
        dim: string[]
      }
      const { tour } = window as unknown as { tour: Tour }
      const focused = document.activeElement
      if (!(focused instanceof HTMLElement) || tour.reached.has(focused)) return false
      tour.reached.add(focused)
      const index = tour.elements.indexOf(focused)
      if (index >= 0 && tour.look(focused) === tour.before[index]) tour.dim.push(tour.name(focused))
      return tour.elements.every((element) => !element.isConnected || tour.reached.has(element))
    })
    if (done) break
  }
  return page.evaluate(() => {
    const { tour } = window as unknown as {
      tour: {
        elements: HTMLElement[]
        name: (element: HTMLElement) => string
        reached: Set<Element>
        dim: string[]
      }
    }
    const missed = tour.elements.filter((element) => element.isConnected && !tour.reached.has(element))
    return [
      ...missed.map((element) => `not reached by Tab: ${tour.name(element)}`),
      ...tour.dim.map((name) => `does not show its focus: ${name}`),
    ]
  })
}
