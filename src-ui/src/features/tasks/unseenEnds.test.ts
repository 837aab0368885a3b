import { beforeAll, expect, it } from 'vitest'
import { addTexts, speak, useI18n } from '@/shared/i18n'
import type { TaskView } from '@/shared/api/types'
import en from '@/locales/en.json'
import zh from '@/locales/zh-CN.json'
import { testEntry, testTask } from './testTask'
import { noticeOf, withEnd, type UnseenEnds } from './unseenEnds'

beforeAll(() => {
  addTexts('en', en)
  addTexts('zh-CN', zh)
})

const after = (...tasks: TaskView[]) =>
  tasks.reduce<UnseenEnds | undefined>((unseen, task) => withEnd(unseen, task), undefined)

function words(unseen: UnseenEnds | undefined, underWay = 0, showPrompt = true) {
  if (!unseen) throw new Error('nothing to tell')
  return (['en', 'zh-CN'] as const).map((locale) => {
    speak(locale)
    return noticeOf(unseen, underWay, showPrompt, useI18n().t)
  })
}
const titles = (...tasks: TaskView[]) => words(after(...tasks)).map(({ title }) => title)

let made = 0
function done(pictures: number, tried = pictures): TaskView {
  const id = `t${made++}`
  const galleryEntries = Array.from({ length: pictures }, (_, n) => testEntry({ id: `${id}-${n}` }))
  return testTask({
    id,
    status: 'done',
    attempts: [{ pictures: Array.from({ length: tried }, (_, n) => n + 1) }] as TaskView['attempts'],
    result: { galleryEntry: testEntry({ id }), galleryEntries },
  })
}
const failed = (promptStart: string, n = 1) =>
  testTask({ id: 'f', status: 'failed', payload: { promptStart, n } as TaskView['payload'] })

it('counts what is ready and what failed, in both languages', () => {
  expect(titles(done(1))).toEqual(['Your picture is ready', '图片已生成'])
  expect(titles(done(4), done(3))).toEqual(['7 pictures are ready', '7 张图片已生成'])
  expect(titles(failed('a'))).toEqual(['A picture could not be made', '图片生成失败'])
  expect(titles(failed('a', 2))).toEqual(['2 pictures could not be made', '2 张图片生成失败'])
  expect(titles(done(1), failed('a'))).toEqual(['1 picture is ready, 1 failed', '1 张图片已生成，1 张失败'])
})

it('does not count what was canceled, nor what the task it makes up for has made', () => {
  expect(after(testTask({ id: 'c', status: 'canceled' }))).toBeUndefined()
  expect(titles(done(4, 1))[0]).toBe('Your picture is ready')
})

it('counts what is missing in a task that has some of its pictures', () => {
  const short = { ...done(3, 4), shortfall: { missing: 1 } as TaskView['shortfall'] }
  expect(titles(short)[0]).toBe('3 pictures are ready, 1 failed')
})

it('names the newest failures where prompts may be shown, and says how many are under way', () => {
  const unseen = after(done(1), ...['a', 'b', 'c', '一'.repeat(70)].map((prompt) => failed(prompt)))
  expect(words(unseen, 2)[0]?.body).toBe(
    `Failed: ${'一'.repeat(60)}…\nFailed: c\nFailed: b\n2 more under way`,
  )
  expect(words(unseen, 2, false).map(({ body }) => body)).toEqual(['2 more under way', '还有 2 个任务进行中'])
  expect(words(after(done(1)), 0)[0]?.body).toBe('A cat')
  expect(words(after(done(1)), 0, false)[0]?.body).toBe('')
})

it('leads to the one task, or to where all are', () => {
  const one = done(1)
  expect(words(after(one))[0]?.path).toBe(`tasks/${one.id}`)
  expect(words(after(one, done(1)))[0]?.path).toBe('create')
})
