import { expect, it } from 'vitest'
import { addressesIn, linked } from './addresses'

it('finds the addresses that the server names with its reasons', () => {
  const told =
    'http://a.example/pic/1.png?x=1&y=(2): HTTP 404; https://b.example/图.png: timed out; ./pic: no host'
  expect(addressesIn(told)).toEqual(['http://a.example/pic/1.png?x=1&y=(2)', 'https://b.example/图.png'])
})

it('leaves every sign of the text where it is, and leads nowhere but to the web', () => {
  const told = 'See javascript:alert(1) or https://b.example/图.png.'
  const parts = linked(told)
  expect(parts.map(({ text }) => text).join('')).toBe(told)
  expect(parts.flatMap(({ href }) => href ?? [])).toEqual(['https://b.example/%E5%9B%BE.png'])
})

it('takes a text without an address as it is', () => {
  expect(linked('no picture')).toEqual([{ text: 'no picture' }])
  expect(linked('')).toEqual([])
})
