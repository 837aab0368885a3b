import { expect, it } from 'vitest'
import { useAppearance } from './appearance'
import { useFormat } from './format'

it('writes sizes by 1024', () => {
  useAppearance().chosenLocale = 'en'
  const { bytes } = useFormat()
  expect([0, 1023, 1536, 20 * 1024 ** 2, 5.5 * 1024 ** 4].map(bytes)).toEqual([
    '0 B',
    '1,023 B',
    '1.5 KB',
    '20 MB',
    '5.5 TB',
  ])
})

it('writes durations as people read a watch', () => {
  useAppearance().chosenLocale = 'en'
  const { duration } = useFormat()
  expect([-5, 8_340, 59_900, 60_000, 83_400, 59_980, 3_725_000].map(duration)).toEqual([
    '0 s',
    '8.3 s',
    '59.9 s',
    '1:00',
    '1:23',
    '1:00',
    '1:02:05',
  ])
  useAppearance().chosenLocale = 'zh-CN'
  expect(duration(8_340)).toBe('8.3 秒')
})

it('writes limits of time in their natural unit', () => {
  const { span } = useFormat()
  useAppearance().chosenLocale = 'en'
  expect([86_400_000, 7 * 86_400_000, 180_000].map(span)).toEqual(['1 day', '7 days', '3 minutes'])
  useAppearance().chosenLocale = 'zh-CN'
  expect(span(7 * 86_400_000)).toBe('7 天')
})

it('tells how long ago something was, in the language of the page', () => {
  const now = Date.parse('2026-11-24T12:00:00Z')
  const { ago } = useFormat()
  useAppearance().chosenLocale = 'en'
  expect(ago('2026-11-24T11:57:00Z', now)).toBe('3 minutes ago')
  expect(ago('2026-11-23T11:00:00Z', now)).toBe('yesterday')
  expect(ago('2026-11-24T12:00:05Z', now)).toBe('now')
  useAppearance().chosenLocale = 'zh-CN'
  expect(ago('2026-11-24T11:57:00Z', now)).toBe('3 分钟前')
})
