import { expect, it } from 'vitest'
import { modelChoices, type UpstreamModel } from './modelChoices'

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
