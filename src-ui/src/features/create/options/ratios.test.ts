import { expect, it } from 'vitest'
import { commonFirst, pixelsOf, shapeOf } from './ratios'

const named = (...ratios: string[]) => ratios.map((ratio) => ({ ratio, pixels: {} }))
const order = (...ratios: string[]) => {
  const { ratios: all, common } = commonFirst(named(...ratios))
  return [all.slice(0, common), all.slice(common)].map((some) => some.map(({ ratio }) => ratio).join(' '))
}

it('puts six common ratios in sight and the others behind them', () => {
  expect(order('1:1', '1:2', '21:9', '2:3', '3:2', '3:4', '4:3', '4:5', '16:9', '9:16')).toEqual([
    '1:1 3:4 4:3 9:16 16:9 2:3',
    '1:2 21:9 3:2 4:5',
  ])
})

it('shows all of a few, and a last one rather than a way to it', () => {
  expect(order('3:2', '2:3')).toEqual(['2:3 3:2', ''])
  expect(order('1:1', '3:4', '4:3', '9:16', '16:9', '2:3', '21:9')[1]).toBe('')
  expect(order('1:7', '7:1')).toEqual(['1:7 7:1', ''])
})

it('draws ratios and sizes alike', () => {
  expect(shapeOf('3:2')).toEqual(shapeOf('1536x1024'))
  expect(shapeOf('1:8').width).toBeGreaterThanOrEqual(4)
})

it('tells the pixels of a resolution, of the usual one when none is chosen', () => {
  const ratio = { ratio: '16:9', pixels: { '1K': '1376x768', '2K': '2752x1536' } }
  expect(pixelsOf(ratio)).toBe('1376 × 768')
  expect(pixelsOf(ratio, '2K')).toBe('2752 × 1536')
  expect(pixelsOf(ratio, '8K')).toBeUndefined()
})
