// OpenAI's own client against the practice upstream: prints what it parsed.
import OpenAI, { toFile } from 'openai'
import { apiKey, baseUrl, failure, print } from './outcome.mjs'

const options = { baseURL: `${baseUrl}/v1`, maxRetries: 0 }
const client = new OpenAI({ ...options, apiKey })
const sketch = { model: 'sandbox-sketch', size: '96x64' }
const reference = (name) => toFile(Buffer.from(`the bytes of ${name}`), name, { type: 'image/png' })

async function events(call) {
  const seen = []
  for await (const event of await call) {
    seen.push(event)
  }
  return seen
}

const stream = { ...sketch, stream: true, partial_images: 2 }
print({
  models: (await client.models.list()).data.map(({ id, object, created, owned_by }) => ({ id, object, created, owned_by })),
  generated: await client.images.generate({ ...sketch, prompt: 'a boat', n: 2, quality: 'high' }),
  jpeg: await client.images.generate({ ...sketch, prompt: 'a boat', output_format: 'jpeg', output_compression: 60 }),
  editedOne: await client.images.edit({ ...sketch, prompt: 'mist', image: await reference('one.png') }),
  editedMany: await client.images.edit({
    ...sketch,
    prompt: 'mist',
    image: [await reference('one.png'), await reference('another.png')],
    mask: await reference('mask.png'),
  }),
  generateEvents: await events(client.images.generate({ ...stream, prompt: 'hills' })),
  editEvents: await events(client.images.edit({ ...stream, prompt: 'hills', image: await reference('one.png') })),
  limited: await failure(() => client.images.generate({ ...sketch, prompt: '[429 2s]' })),
  broke: await failure(() => client.images.generate({ ...sketch, prompt: '[balance]' })),
  refused: await failure(() => client.images.generate({ ...sketch, prompt: '[refuse]' })),
  withheld: await failure(() => client.images.generate({ ...sketch, prompt: '[block]' })),
  failed: await failure(() => client.images.generate({ ...sketch, prompt: '[500]' })),
  unknownModel: await failure(() => client.images.generate({ model: 'gpt-image-0', prompt: 'a boat' })),
  unknownParameter: await failure(() => client.images.generate({ ...sketch, prompt: 'a boat', response_format: 'url' })),
  unknownAddress: await failure(() => client.post('/images/generations/of/old', { body: {} })),
  wrongKey: await failure(() => new OpenAI({ ...options, apiKey: 'wrong' }).images.generate({ ...sketch, prompt: 'a boat' })),
  reset: await failure(() => client.images.generate({ ...sketch, prompt: '[reset]' })),
  failedEvents: await failure(() => events(client.images.generate({ ...stream, prompt: '[error200]' }))),
})
