// Event stream clients that others wrote, against the server: prints what each of them heard.
import { EventSource } from 'eventsource'
import { createEventSource } from 'eventsource-client'
import OlderEventSource from 'eventsource-older'
import { print } from './outcome.mjs'

const studio = process.env.STUDIO_URL
const headers = { Authorization: `Bearer ${process.env.STUDIO_TOKEN}` }
const NAMES = ['ready', 'status', 'done', 'error', 'canceled']
const ENDS = ['done', 'error', 'canceled']

async function create(prompt) {
  const answer = await fetch(`${studio}/api/generate/task`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ prompt, imageSize: '512' }),
  })
  const { taskId, message } = await answer.json()
  if (answer.status !== 202) throw new Error(`${answer.status} ${message}`)
  return taskId
}

const withToken = (url, init) => fetch(url, { ...init, headers: { ...init?.headers, ...headers } })

/** The two shapes of the browser's interface: one takes headers by a fetch of its own, the older one as an option. */
const browserLike = {
  current: (path) => new EventSource(studio + path, { fetch: withToken }),
  older: (path) => new OlderEventSource(studio + path, { headers }),
}

/** Follows all tasks, makes one, and leaves when it has ended. */
function all(open, prompt) {
  return new Promise((resolve, reject) => {
    const heard = []
    let task
    const source = open('/api/tasks/events')
    for (const name of NAMES) {
      source.addEventListener(name, (event) => {
        if (event.data === undefined) return reject(new Error(`broken: ${event.message}`))
        const data = JSON.parse(event.data)
        if (name === 'ready') {
          heard.push(name)
          create(prompt).then((id) => (task = id), reject)
        } else if (task === undefined || data.id === task) {
          if (heard.at(-1) !== name) heard.push(name)
          if (ENDS.includes(name)) {
            source.close()
            resolve({ task: data.id, heard, lastEventId: event.lastEventId })
          }
        }
      })
    }
  })
}

/** Follows a task that has ended until the server says that there is no more to come: clients stop by themselves then. */
function one(open, task) {
  return new Promise((resolve) => {
    const heard = []
    const source = open(`/api/generate/task/${task}/events`)
    for (const name of NAMES) {
      source.addEventListener(name, (event) => {
        if (event.data !== undefined) heard.push(name)
        // After the last event comes the end of the stream, one more try that is answered 204, and then nothing.
        if (event.code === 204 || event.status === 204) resolve(heard)
      })
    }
  })
}

/** Breaks off after the first event of a task and goes on behind it. */
async function resumed(prompt) {
  const heard = []
  const task = await create(prompt)
  const url = `${studio}/api/generate/task/${task}/events`
  let last
  const first = createEventSource({ url, headers })
  for await (const { event, id } of first) {
    heard.push({ event, id })
    last = id
    break
  }
  first.close()
  const second = createEventSource({ url, headers, initialLastEventId: last })
  for await (const { event, id } of second) {
    heard.push({ event, id })
    if (ENDS.includes(event)) break
  }
  second.close()
  return heard
}

const current = await all(browserLike.current, 'a lake')
const older = await all(browserLike.older, 'a harbour')
print({
  current,
  older,
  currentOne: await one(browserLike.current, current.task),
  olderOne: await one(browserLike.older, older.task),
  resumed: await resumed('a mill'),
  refused: (await all(browserLike.current, '[refuse]')).heard,
})
// The older client leaves a timer behind.
process.exit(0)
