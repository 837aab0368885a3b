import { mount } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { addTexts, i18n, speak, useI18n } from './i18n'

const { t, has, locale } = useI18n()

beforeEach(() => {
  addTexts('en', {
    test: {
      plain: 'Cancel',
      filled: '{from} to {to}',
      counted: '{n} picture | {n} pictures',
      none: 'no calls | {count} call | {count} calls',
      deep: { down: 'Here' },
    },
  })
  speak('en')
})

it('finds a text by its path', () => {
  expect(t('test.plain')).toBe('Cancel')
  expect(t('test.deep.down')).toBe('Here')
})

it('fills values in, and leaves out what there is not', () => {
  expect(t('test.filled', { from: 1, to: 'three' })).toBe('1 to three')
  expect(t('test.filled', { from: '{to}' })).toBe('{to} to ')
})

it.each([
  [0, '0 pictures'],
  [1, '1 picture'],
  [2, '2 pictures'],
])('counts %i by its form', (n, text) => {
  expect(t('test.counted', { n })).toBe(text)
  expect(t('test.counted', {}, n)).toBe(text)
})

it('has a form for nothing where there are three', () => {
  expect([0, 1, 2, 30].map((count) => t('test.none', { count }))).toEqual([
    'no calls',
    '1 call',
    '2 calls',
    '30 calls',
  ])
})

it('shows a number as it is written and counts by the number', () => {
  expect(t('test.counted', { n: '1,000' }, 1000)).toBe('1,000 pictures')
})

it('says the key where there is no text', () => {
  expect(t('test.missing')).toBe('test.missing')
  expect(t('test.deep')).toBe('test.deep')
  expect(has('test.deep.down')).toBe(true)
  expect(has('test.deep')).toBe(false)
  expect(has('test.constructor')).toBe(false)
})

it('keeps what was there when more comes', () => {
  addTexts('en', { more: { one: 'One more' } })
  expect([t('test.plain'), t('more.one')]).toEqual(['Cancel', 'One more'])
})

it('shows templates in another language as soon as it is spoken', async () => {
  const shown = mount({ template: '<p>{{ $t("test.plain") }}</p>' }, { global: { plugins: [i18n] } })
  expect(shown.text()).toBe('Cancel')
  addTexts('zh-CN', { test: { plain: '取消' } })
  speak('zh-CN')
  await nextTick()
  expect(shown.text()).toBe('取消')
  expect(locale.value).toBe('zh-CN')
})
