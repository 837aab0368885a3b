/**
 * Gives the focus to an opened dialog itself: its title is read out and Tab leads to its first control. The first control is
 * mostly the cross, which nobody wants first, and a field would bring up a phone's keyboard.
 */
export function focusDialog(opening: Event): void {
  opening.preventDefault()
  if (opening.target instanceof HTMLElement) opening.target.focus()
}
