import { setTimeout as pause } from 'node:timers/promises'

export type Client = (path: string, init?: RequestInit) => Promise<Response>

export interface Task {
  id: string
  status: string
  stage?: string
}

/** Sends a request beside the page, as another browser or program does. */
export async function send(
  client: Client,
  prompt: string,
  rest: Record<string, unknown> = {},
): Promise<string> {
  const answer = await client('/api/generate/task', {
    method: 'POST',
    body: JSON.stringify({ prompt, ...rest }),
  })
  if (answer.status !== 202)
    throw new Error(`The task was not taken: ${answer.status} ${await answer.text()}`)
  const { taskId } = (await answer.json()) as { taskId: string }
  return taskId
}

/** Sends a request and waits for its end, whichever that is. */
export async function paint(
  client: Client,
  prompt: string,
  rest: Record<string, unknown> = {},
): Promise<Task> {
  const id = await send(client, prompt, rest)
  for (let tries = 0; tries < 900; tries++) {
    const task = (await (await client(`/api/generate/task/${id}`)).json()) as Task
    if (['done', 'failed', 'cancelled'].includes(task.status)) return task
    await pause(100)
  }
  throw new Error(`The task ${id} did not end`)
}
