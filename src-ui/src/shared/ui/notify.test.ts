import { expect, it, vi } from 'vitest'
import { messagesShown, notify } from './notify'

messagesShown()

function press(target: EventTarget, init: KeyboardEventInit = { key: 'z', ctrlKey: true }): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
  target.dispatchEvent(event)
  return event
}

it('takes the last deed back first by Ctrl+Z, each once', () => {
  const [first, second] = [vi.fn(), vi.fn()]
  notify.undoable('first', 'Undo', first)
  notify.undoable('second', 'Undo', second)
  expect(press(document.body).defaultPrevented).toBe(true)
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1])
  press(document.body)
  press(document.body)
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1])
})

it('leaves Ctrl+Z to the field in which somebody types', () => {
  const undo = vi.fn()
  notify.undoable('gone', 'Undo', undo)
  const field = document.body.appendChild(document.createElement('textarea'))
  expect(press(field).defaultPrevented).toBe(false)
  press(document.body, { key: 'z' })
  press(document.body, { key: 'z', ctrlKey: true, shiftKey: true })
  expect(undo).not.toHaveBeenCalled()
  press(document.body, { key: 'Z', metaKey: true })
  expect(undo).toHaveBeenCalledOnce()
})
