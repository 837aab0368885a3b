import { mount } from '@vue/test-utils'
import { beforeAll, expect, it } from 'vitest'
import en from '@/locales/en.json'
import { addTexts } from '@/shared/i18n'
import { kindOf, useDeviceName } from './deviceWords'

beforeAll(() => addTexts('en', en))

type Named = Parameters<typeof kindOf>[0]

function names(...devices: Named[]): string {
  const Names = { setup: () => ({ nameOf: useDeviceName(), devices }), template: '' }
  const shown = mount({
    ...Names,
    render: (page: { nameOf: (device: Named) => string }) => devices.map(page.nameOf).join(', '),
  })
  return shown.text()
}

it('draws a device as what it is', () => {
  expect(kindOf({ browser: 'Safari', system: 'iPhone' })).toBe('phone')
  expect(kindOf({ browser: 'Firefox', system: 'Linux' })).toBe('computer')
  expect(kindOf({ browser: 'curl' })).toBe('program')
  expect(kindOf({})).toBe('computer')
})

it('calls it by browser and system', () => {
  expect(names({ browser: 'Safari', system: 'iPhone' }, { browser: 'curl' })).toBe('Safari · iPhone, curl')
  expect(names({ browser: 'QQBrowser', system: 'Android' })).toBe('QQ Browser · Android')
})
