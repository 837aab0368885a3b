// Google's own client against the practice upstream: prints what it parsed.
import { GoogleGenAI } from '@google/genai'
import { apiKey, baseUrl, failure, print } from './outcome.mjs'

const httpOptions = { baseUrl, apiVersion: 'v1beta' }
const { models } = new GoogleGenAI({ apiKey, httpOptions })
const imageConfig = { aspectRatio: '16:9', imageSize: '512' }
const reference = (data) => ({ inlineData: { mimeType: 'image/png', data } })
const generate = (contents, config = {}) =>
  models.generateContent({ model: 'sandbox-sketch', contents, config: { imageConfig, ...config } })

const listed = []
for await (const model of await models.list({ config: { pageSize: 2 } })) {
  listed.push({ name: model.name, displayName: model.displayName, actions: model.supportedActions })
}

const streamed = []
for await (const chunk of await models.generateContentStream({
  model: 'sandbox-sketch',
  contents: 'a boat',
  config: { imageConfig },
})) {
  streamed.push(chunk)
}

print({
  listed,
  one: await models.get({ model: 'sandbox-painter' }),
  generated: await generate('a boat', { responseModalities: ['TEXT', 'IMAGE'], seed: 7 }),
  onlyPicture: await generate('a boat', { responseModalities: ['IMAGE'] }),
  onlyWords: await generate('a boat', { responseModalities: ['TEXT'] }),
  withReferences: await generate([{ text: 'a boat' }, reference('iVBORw0KGgo='), reference('iVBORw0KGgoAAAA=')]),
  thought: await generate('a boat [thought]'),
  searched: await generate('a boat', { tools: [{ googleSearch: {} }] }),
  streamed,
  blockedPrompt: await generate('[block PROHIBITED_CONTENT]'),
  blockedPicture: await generate('[block]'),
  finished: await generate('[finish NO_IMAGE]'),
  empty: await generate('[empty]'),
  limited: await failure(() => generate('[429 1500ms]')),
  broke: await failure(() => generate('[balance]')),
  overloaded: await failure(() => generate('[503]')),
  lowerCase: await failure(() => generate('a boat', { imageConfig: { imageSize: '2k' } })),
  unknownModel: await failure(() => models.generateContent({ model: 'gemini-0', contents: 'a boat' })),
  wrongKey: await failure(() =>
    new GoogleGenAI({ apiKey: 'wrong', httpOptions }).models.generateContent({ model: 'sandbox-sketch', contents: 'a boat' }),
  ),
})
