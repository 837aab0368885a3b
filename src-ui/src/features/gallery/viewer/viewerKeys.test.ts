import { expect, it, vi } from 'vitest'
import { onViewerKey } from './viewerKeys'

function press(init: KeyboardEventInit, target: HTMLElement = document.body) {
  const deed = vi.fn()
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
  target.addEventListener('keydown', (heard) => onViewerKey(heard, { f: deed, ArrowLeft: deed }), {
    once: true,
  })
  target.dispatchEvent(event)
  return deed.mock.calls.length
}

it('does what a key stands for, with or without capitals', () => {
  expect([press({ key: 'f' }), press({ key: 'F' }), press({ key: 'x' })]).toEqual([1, 1, 0])
})

it('leaves keys with a modifier to the browser', () => {
  expect(press({ key: 'f', ctrlKey: true }) + press({ key: 'f', metaKey: true })).toBe(0)
})

it('leaves keys to the slider and the field that has the focus', () => {
  expect(press({ key: 'ArrowLeft' }, document.createElement('input'))).toBe(0)
})

it('takes a held key as one press, but goes on through the pictures', () => {
  expect([press({ key: 'f', repeat: true }), press({ key: 'ArrowLeft', repeat: true })]).toEqual([0, 1])
})
