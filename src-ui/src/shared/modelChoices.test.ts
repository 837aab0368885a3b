import { expect, it } from 'vitest'
import type { UpstreamModel } from './api/types'
import { modelChoices } from './modelChoices'

const model = (id: string, supportsImages: boolean, name = id) =>
  ({ id, name, description: '', supportsImages }) as UpstreamModel
const models = [
  model('zeta-chat', false),
  model('zeta-image', true, 'Zeta Painter'),
  model('alpha-image', true),
]

it('puts models that make pictures first', () => {
  expect(modelChoices(models, '').shown.map(({ id }) => id)).toEqual([
    'alpha-image',
    'zeta-image',
    'zeta-chat',
  ])
})

it('finds by id and by name, whatever the case', () => {
  expect(modelChoices(models, 'PAINTER').shown.map(({ id }) => id)).toEqual(['zeta-image'])
  expect(modelChoices(models, 'zeta').shown).toHaveLength(2)
})

it('offers a typed name that is not listed', () => {
  expect(modelChoices(models, ' my-own ').typed).toBe('my-own')
  expect(modelChoices(models, 'zeta-image').typed).toBeUndefined()
})

it('shows a long list in part and says how much is left', () => {
  const many = Array.from({ length: 300 }, (_, index) => model(`m${index}`, false))
  expect(modelChoices(many, '')).toMatchObject({ more: 240 })
})

it('sorts those that make pictures and those that do not by id', () => {
  const { shown } = modelChoices(
    [model('b', false), model('z', true), model('a', false), model('c', true)],
    '',
  )
  expect(shown.map(({ id }) => id)).toEqual(['c', 'z', 'a', 'b'])
})

it('finds by any words of id and name', () => {
  const models = [model('google/gemini-3', true, 'Nano Banana'), model('openai/gpt-image', true, 'GPT Image')]
  expect(modelChoices(models, 'banana google').shown).toEqual([models[0]])
  expect(modelChoices(models, 'banana openai').shown).toEqual([])
})

it('tells how many more there are', () => {
  const many = Array.from({ length: 75 }, (_, index) => model(`m${index}`, true))
  const { shown, more } = modelChoices(many, '')
  expect([shown.length, more]).toEqual([60, 15])
})
