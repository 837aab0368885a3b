import { expect, it } from 'vitest'
import { worthSending } from './importFiles'

function file(path: string, content = 'x'): File {
  const made = new File([content], path.split('/').at(-1) ?? '')
  Object.defineProperty(made, 'webkitRelativePath', { value: path.includes('/') ? path : '' })
  return made
}
const names = (...paths: string[]) =>
  worthSending(paths.map((path) => file(path))).files.map(({ name }) => name)

it('sends what is known of pictures before the pictures', () => {
  expect(
    names(
      'old/config/app.config.json',
      'old/gallery/a.png',
      'old/gallery/b.JPG',
      'old/data/gallery.json',
      'old/data/tasks.json',
    ),
  ).toEqual([
    'old/config/app.config.json',
    'old/data/gallery.json',
    'old/data/tasks.json',
    'old/gallery/a.png',
    'old/gallery/b.JPG',
  ])
})

it('leaves out what no gallery shows and what a server made itself', () => {
  expect(
    names(
      'old/.git/a.png',
      'old/gallery/thumbnails/thumb-a.png',
      'old/gallery/previews/a.webp',
      'old/package.json',
      'old/readme.md',
      '__MACOSX/a.png',
      'a.zip',
    ),
  ).toEqual(['a.zip'])
  const { files, leftOut } = worthSending([file('a.png', ''), file('b.png')])
  expect([files.length, leftOut]).toEqual([1, 1])
})
