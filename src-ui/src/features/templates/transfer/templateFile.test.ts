import { expect, it } from 'vitest'
import { isFault, planImport } from './templateFile'

const known = [{ id: 't1', title: 'One', prompt: 'p', description: '', image: '' }]
const plan = (content: unknown) => planImport(JSON.stringify(content), known)

it('tells what is new and what is replaced, for an exported file and for a bare list', () => {
  const list = [
    { id: 't1', title: 'One, again', prompt: 'p' },
    { id: 't2', title: 'Two', prompt: 'p' },
    { title: 'Three', prompt: 'p' },
  ]
  for (const file of [{ templates: list }, list]) {
    expect(plan(file)).toMatchObject({ added: ['Two', 'Three'], replaced: ['One, again'] })
  }
})

it('sends only the fields that a template has, trimmed', () => {
  const read = plan([
    { id: '', title: ' A ', prompt: ' p\n', description: null, image: '/x.png', color: 'red' },
  ])
  expect(isFault(read) ? read : read.templates).toEqual([{ title: 'A', prompt: 'p', image: '/x.png' }])
})

it('reads a file that begins with a byte order mark', () => {
  expect(planImport('\uFEFF[{"title":"A","prompt":"p"}]', known)).toMatchObject({ added: ['A'] })
})

it.each([
  ['no JSON', 'noJson', '{'],
  ['no list', 'noList', '{"a":1}'],
  ['null', 'noList', 'null'],
  ['an empty list', 'empty', '[]'],
])('refuses %s', (_name, reason, text) => {
  expect(planImport(text, known)).toEqual({ reason })
})

it.each([
  ['noObject', 'text'],
  ['noTitle', { prompt: 'p' }],
  ['noPrompt', { title: 'A', prompt: ' ' }],
  ['noText', { title: 'A', prompt: 7 }],
  ['longTitle', { title: 'x'.repeat(201), prompt: 'p' }],
  ['longPrompt', { title: 'A', prompt: 'x'.repeat(32_001) }],
  ['longDescription', { title: 'A', prompt: 'p', description: 'x'.repeat(2_001) }],
  ['badId', { id: 'a/b', title: 'A', prompt: 'p' }],
  ['badId', { id: 'order', title: 'A', prompt: 'p' }],
  ['twice', { id: 'good', title: 'A', prompt: 'p' }],
])('names the entry that is wrong: %s', (reason, entry) => {
  expect(plan([{ id: 'good', title: 'Good', prompt: 'p' }, entry])).toMatchObject({ reason, place: 2 })
})

it('refuses more templates than the server keeps', () => {
  const many = Array.from({ length: 1000 }, (_, index) => ({ title: `T${index}`, prompt: 'p' }))
  expect(plan(many)).toEqual({ reason: 'tooMany' })
})
