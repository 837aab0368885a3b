import { expect, it } from 'vitest'
import { ignoreHeldEnter } from './doubleClick'

it('takes a held Enter on a button for one press, and leaves it alone in a text', () => {
  ignoreHeldEnter()
  const button = document.body.appendChild(document.createElement('button'))
  const text = document.body.appendChild(document.createElement('textarea'))
  const press = (target: HTMLElement, repeat: boolean) => {
    const event = new KeyboardEvent('keydown', { key: 'Enter', repeat, bubbles: true, cancelable: true })
    target.dispatchEvent(event)
    return event.defaultPrevented
  }
  expect([press(button, false), press(button, true), press(text, true)]).toEqual([false, true, false])
})
