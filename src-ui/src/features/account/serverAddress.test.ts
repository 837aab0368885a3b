import { describe, expect, it } from 'vitest'
import { pageOf } from './serverAddress'

describe('the page of another server', () => {
  it.each([
    ['nas:51130', 'http://nas:51130/webui/'],
    ['https://studio.example.com', 'https://studio.example.com/webui/'],
    ['https://example.com/studio/', 'https://example.com/studio/webui/'],
    ['http://192.168.1.5:51130/webui/gallery', 'http://192.168.1.5:51130/webui/'],
    ['  http://[fd00::1]:51130 ', 'http://[fd00::1]:51130/webui/'],
  ])('%s is found at %s', (typed, page) => expect(pageOf(typed)).toBe(page))

  it.each([
    '',
    '   ',
    'http://',
    'ftp://nas',
    'javascript://alert(1)',
    'https://user:secret@nas',
    'http://a b',
  ])('"%s" is no address', (typed) => expect(pageOf(typed)).toBeNull())
})
