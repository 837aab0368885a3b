import { expect, it } from 'vitest'
import { titleOf } from './saveTemplate'

it.each([
  ['A quiet lake at dawn, watercolour', 'A quiet lake at dawn'],
  ['清晨宁静的湖面，薄雾，水彩画', '清晨宁静的湖面'],
  ['  , only after a pause', ', only after a pause'],
  ['one two three four five six seven', 'one two three four five…'],
  ['😀'.repeat(30), `${'😀'.repeat(23)}…`],
])('names a template by the first words of %j', (prompt, title) => {
  expect(titleOf(prompt)).toBe(title)
})
