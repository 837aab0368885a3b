import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Toaster } from 'vue-sonner'
import { notify, useMessages } from './notify'

mount(Toaster, { attachTo: document.body })
beforeEach(() => void (useMessages().shown = true))
afterEach(() => notify.forget())

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

it('takes back once, by its button or by the keys', async () => {
  const undo = vi.fn()
  notify.undoable('deleted', 'Take it back', undo)
  const button = await vi.waitUntil(() =>
    [...document.querySelectorAll('button')].find((one) => one.textContent === 'Take it back'),
  )
  button.click()
  press(document.body)
  expect(undo).toHaveBeenCalledOnce()
})

it('offers nothing any more once it was told to forget', () => {
  const undo = vi.fn()
  notify.undoable('deleted', 'Undo', undo)
  notify.forget()
  press(document.body)
  expect(undo).not.toHaveBeenCalled()
})
