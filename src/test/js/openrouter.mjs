// OpenRouter's own client against the practice upstream: prints what its strict schemas parsed.
import { OpenRouter } from '@openrouter/sdk'
import { apiKey, baseUrl, failure, print } from './outcome.mjs'

const options = { serverURL: `${baseUrl}/v1`, retryConfig: { strategy: 'none' } }
const client = new OpenRouter({ ...options, apiKey })
const sketch = { model: 'practice/sketch', size: '96x64' }
const reference = { type: 'image_url', imageUrl: { url: 'data:image/png;base64,iVBORw0KGgo=' } }
const generate = (request, by = client) => by.images.generate({ imageGenerationRequest: { ...sketch, ...request } })

async function events(request) {
  const seen = []
  for await (const event of await generate({ ...request, stream: true })) {
    seen.push(event)
  }
  return seen
}

print({
  imageModels: (await client.images.listModels()).data,
  endpoints: await client.images.listModelEndpoints({ author: 'practice', slug: 'painter' }),
  models: (await client.models.list({ outputModalities: 'image' })).result.data,
  key: (await client.apiKeys.getCurrentKeyMetadata()).data,
  generated: await generate({ prompt: 'a boat', n: 2 }),
  tier: await client.images.generate({
    imageGenerationRequest: { model: 'practice/painter-jpeg', prompt: 'a boat', resolution: '512', aspectRatio: '16:9' },
  }),
  withReferences: await generate({ prompt: 'a boat', inputReferences: [reference, reference] }),
  events: await events({ prompt: 'hills' }),
  failedEvents: await events({ prompt: '[error200]' }),
  chat: await client.chat.send({
    chatRequest: {
      model: 'sandbox-sketch',
      messages: [{ role: 'user', content: 'a boat' }],
      modalities: ['image', 'text'],
      imageConfig: { size: '96x64' },
    },
  }),
  limited: await failure(() => generate({ prompt: '[429 2s]' })),
  broke: await failure(() => generate({ prompt: '[balance]' })),
  refused: await failure(() => generate({ prompt: '[refuse]' })),
  hidden: await failure(() => generate({ prompt: '[error200]' })),
  failed: await failure(() => generate({ prompt: '[502]' })),
  contradicted: await failure(() => generate({ prompt: 'a boat', resolution: '4K' })),
  wrongKey: await failure(() => generate({ prompt: 'a boat' }, new OpenRouter({ ...options, apiKey: 'wrong' }))),
})
