import { expect, it } from 'vitest'
import { modelChoices } from './modelChoices'

const model = (id: string, supportsImages: boolean, name = id) => ({
  id,
  name,
  description: null,
  supportsImages,
})

it('shows the models that make pictures first, each group by name', () => {
  const { shown } = modelChoices(
    [model('b', false), model('z', true), model('a', false), model('c', true)],
    '',
  )
  expect(shown.map(({ id }) => id)).toEqual(['c', 'z', 'a', 'b'])
})

it('finds models by any words of id and name', () => {
  const models = [model('google/gemini-3', true, 'Nano Banana'), model('openai/gpt-image', true, 'GPT Image')]
  expect(modelChoices(models, 'banana google').shown).toEqual([models[0]])
  expect(modelChoices(models, 'banana openai').shown).toEqual([])
})

it('tells how many more there are', () => {
  const many = Array.from({ length: 75 }, (_, index) => model(`m${index}`, true))
  const { shown, more } = modelChoices(many, '')
  expect([shown.length, more]).toEqual([60, 15])
})
