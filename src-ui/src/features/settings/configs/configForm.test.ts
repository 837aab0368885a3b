import { expect, it } from 'vitest'
import type { ApiConfig } from '@/shared/api/types'
import { connectionDiffers, differs, formOf, idFrom, inputOf, missing, newForm } from './configForm'
import { offered, presetNamed, presets } from './presets'

const stored: ApiConfig = {
  id: 'work',
  label: 'Work',
  endpoint: 'https://openrouter.ai/api/v1',
  model: 'google/gemini-nano-banana-2.1',
  description: null,
  protocol: 'auto',
  dialect: 'auto',
  budgetDaily: 2.5,
  budgetMonthly: null,
  isDefault: true,
  hasApiKey: true,
}

it.each([
  ['OpenRouter (work)', 'openrouter-work'],
  ['  Gemini 3 Pro ', 'gemini-3-pro'],
  ['公司的 中转站', '公司的-中转站'],
  ['ＯｐｅｎＡＩ', 'openai'],
  ['!?', ''],
])('makes an id of the label %s', (label, id) => {
  expect(idFrom(label, [])).toBe(id)
})

it('numbers an id that is taken', () => {
  expect(idFrom('OpenAI', ['openai'])).toBe('openai-2')
  expect(idFrom('OpenAI', ['openai', 'openai-2'])).toBe('openai-3')
  expect(idFrom('中转', ['中转'])).toBe('中转-2')
})

it('keeps ids within the 64 signs of the server, numbered or not', () => {
  const long = idFrom('x'.repeat(80), [])
  expect(long).toHaveLength(64)
  expect(idFrom('x'.repeat(80), [long])).toBe(`${'x'.repeat(62)}-2`)
})

it('fills a new form from a preset, whose form lacks only the key', () => {
  const form = newForm('OpenRouter', presetNamed('_openrouter'), ['openrouter'])
  expect(form).toMatchObject({
    id: 'openrouter-2',
    endpoint: 'https://openrouter.ai/api/v1',
    model: 'google/gemini-nano-banana-2.1',
  })
  expect(missing(form, true)).toEqual(['apiKey'])
})

it('knows each provider by its own form of the API', () => {
  expect(presets.map(({ id, protocol }) => `${id} ${protocol}`)).toEqual([
    'openrouter auto',
    'gemini gemini',
    'openai openai-images',
    'dashscope dashscope',
    'bfl async-tasks',
    'relay auto',
    'tasks async-tasks',
    'practice auto',
  ])
})

it('offers the practice upstream only where the server has one', () => {
  expect(offered(true).some(({ id }) => id === 'practice')).toBe(true)
  expect(offered(false).some(({ id }) => id === 'practice')).toBe(false)
  expect(missing(newForm('P', presetNamed('_practice'), []), true)).toEqual([])
})

it('never shows a stored key, and sends one only when it was typed', () => {
  const form = formOf(stored)
  expect(form.apiKey).toBe('')
  expect(inputOf(form)).not.toHaveProperty('apiKey')
  expect(inputOf({ ...form, apiKey: 'sk-1' })).toHaveProperty('apiKey', 'sk-1')
  expect(missing(form, false)).toEqual([])
})

it('removes a budget by sending it empty', () => {
  expect(inputOf({ ...formOf(stored), budgetDaily: '' })).toMatchObject({
    budgetDaily: '',
    budgetMonthly: '',
  })
})

it('tells a change from none, and a change of the connection from one of the words', () => {
  const form = formOf(stored)
  expect(differs({ ...form, label: ' Work ' }, form)).toBe(false)
  expect(differs({ ...form, description: 'x' }, form)).toBe(true)
  expect(connectionDiffers({ ...form, label: 'Other', model: 'm' }, form)).toBe(false)
  expect(connectionDiffers({ ...form, apiKey: 'sk-1' }, form)).toBe(true)
})
