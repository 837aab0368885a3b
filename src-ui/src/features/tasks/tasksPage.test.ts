import { expect, it } from 'vitest'
import { choiceOf } from '@/shared/queryParameter'
import { FILTERS, matches, type Filter } from './tasksPage'
import { testTask } from './testTask'

it.each<[Filter, string[]]>([
  ['all', ['queued', 'running', 'saving', 'done', 'failed', 'canceled']],
  ['active', ['queued', 'running', 'saving']],
  ['failed', ['failed']],
])('shows of the kind “%s” only %j', (filter, statuses) => {
  const tasks = (['queued', 'running', 'saving', 'done', 'failed', 'canceled'] as const).map((status) =>
    testTask({ id: status, status }),
  )
  expect(tasks.filter((task) => matches(task, filter)).map((task) => task.id)).toEqual(statuses)
})

it('takes an unknown filter in the address for none', () => {
  const asFilter = (text?: string) => choiceOf(FILTERS, text, 'all')
  expect([asFilter('done'), asFilter('lost'), asFilter(undefined)]).toEqual(['done', 'all', 'all'])
})
