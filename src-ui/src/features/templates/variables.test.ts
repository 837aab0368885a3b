import { expect, it } from 'vitest'
import { asTemplate, filled, missing, variablesOf } from './variables'

it('finds variables in their order, each once, with their defaults', () => {
  expect(variablesOf('{商品|咖啡杯} on {place}, {商品} and { place | a table }')).toEqual([
    { name: '商品', usual: '咖啡杯' },
    { name: 'place', usual: 'a table' },
  ])
})

it('fills in what is typed, else the default, and leaves what has neither', () => {
  const text = 'A {subject|cat} in {place}; the {subject} sleeps'
  expect(filled(text, {})).toBe('A cat in {place}; the cat sleeps')
  expect(filled(text, { subject: 'dog', place: 'Rome' })).toBe('A dog in Rome; the dog sleeps')
  expect(filled(text, { subject: '  ', place: '' })).toBe('A cat in {place}; the cat sleeps')
  expect(missing(text, { subject: '' })).toEqual(['place'])
})

it('does not read what is typed as a variable', () => {
  expect(filled('{a} {b|2}', { a: '{b}' })).toBe('{b} 2')
})

it('takes two braces for one', () => {
  expect(filled('{{subject}} {a|b}', {})).toBe('{subject} b')
  expect(variablesOf('{{subject}}')).toEqual([])
})

it('leaves JSON and other braces alone', () => {
  for (const text of ['{"a": 1}', '{}', '{ }', 'body { color: red }', '{a\nb}', '{' + 'x'.repeat(41) + '}']) {
    expect(variablesOf(text)).toEqual([])
    expect(filled(text, {})).toBe(text)
  }
})

it('has a bound', () => {
  const many = Array.from({ length: 30 }, (_, index) => `{v${index}|x}`).join(' ')
  expect(variablesOf(many)).toHaveLength(12)
})

it('makes a template of any text that gives the text back', () => {
  for (const text of ['plain', 'a {b} c', '{"a": 1}', 'x }} y', '{{z}}', '{a|b}'])
    expect(filled(asTemplate(text), {})).toBe(text)
})
