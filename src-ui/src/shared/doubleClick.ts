/** Within this after a deed the same click again is the second half of a double click, and no second wish, ms. */
export const DOUBLE_CLICK_MS = 700

/**
 * A held key is one press. A browser clicks a button again and again while Enter is held on it: each could be paid for, or
 * delete something.
 */
export function ignoreHeldEnter(): void {
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Enter' || !event.repeat || !(event.target instanceof Element)) return
      if (event.target.closest('button, a, summary, [role=menuitem], [role=gridcell]')) event.preventDefault()
    },
    { capture: true },
  )
}
