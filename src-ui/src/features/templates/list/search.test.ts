import { expect, it } from 'vitest'
import { matching } from './search'

const template = (title: string, description: string, prompt: string) => ({
  id: title,
  title,
  description,
  prompt,
  image: '',
})
const templates = [
  template('Watercolour', 'soft', 'A quiet Lake at dawn'),
  template('赛博城市', '夜景', '霓虹雨夜的赛博朋克城市'),
]
const titles = (search: string) => matching(templates, search).map(({ title }) => title)

it('looks in title, description and prompt, whatever the case', () => {
  expect(titles('WATER')).toEqual(['Watercolour'])
  expect(titles('soft')).toEqual(['Watercolour'])
  expect(titles('lake')).toEqual(['Watercolour'])
  expect(titles('霓虹')).toEqual(['赛博城市'])
})

it('wants every word, in any order', () => {
  expect(titles('dawn soft')).toEqual(['Watercolour'])
  expect(titles('dawn 夜景')).toEqual([])
})

it('finds everything when nothing is searched', () => {
  expect(matching(templates, '  ')).toBe(templates)
})
