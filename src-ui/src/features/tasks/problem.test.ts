import { expect, it } from 'vitest'
import { problemOf } from './problem'
import { testTask } from './testTask'

const failed = testTask({ id: 'a', status: 'failed', stage: 'failed', error: 'Broken', mayBeBilled: true })

it('has nothing to say of a task that runs or went well', () => {
  expect(problemOf(testTask({ id: 'a' }))).toBeUndefined()
  expect(problemOf(testTask({ id: 'a', status: 'done', stage: 'done', mayBeBilled: true }))).toBeUndefined()
})

it('offers first what helps most', () => {
  expect(problemOf({ ...failed, nextStep: 'retry' })?.remedies).toEqual(['retry', 'edit'])
  expect(problemOf({ ...failed, nextStep: 'change_prompt' })?.remedies).toEqual(['edit'])
  expect(problemOf({ ...failed, nextStep: 'check_key' })?.remedies[0]).toBe('settings')
})

it('warns before a second payment only where the bill has to be looked at', () => {
  expect(problemOf({ ...failed, nextStep: 'check_bill' })?.retryMayPayTwice).toBe(true)
  expect(problemOf({ ...failed, nextStep: 'retry' })?.retryMayPayTwice).toBe(false)
})

it('knows a picture that is only still to be fetched', () => {
  expect(problemOf({ ...failed, errorCode: 'download_failed', nextStep: 'retry' })).toMatchObject({
    notDownloaded: true,
    retryMayPayTwice: false,
  })
  expect(problemOf({ ...failed, errorCode: 'cut' })?.notDownloaded).toBe(false)
})

it('tells why pictures are missing, and offers to make only those', () => {
  const done = testTask({
    id: 'a',
    status: 'done',
    stage: 'done',
    shortfall: {
      missing: 2,
      code: 'rate_limited',
      message: 'Too fast',
      mayBeBilled: false,
      nextStep: 'retry_later',
    },
  })
  expect(problemOf(done)).toMatchObject({
    kind: 'shortfall',
    message: 'Too fast',
    mayBeBilled: false,
    remedies: ['missing', 'edit'],
  })
})
