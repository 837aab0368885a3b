import { expect, it } from 'vitest'
import { fileOf } from '../../build/chunks'

const ROUTER = '/src/app/router.ts'
const CREATE = '/src/features/create/CreateView.vue'
const GALLERY = '/src/features/gallery/GalleryView.vue'
const LOGS = '/src/features/logs/LogsView.vue'
const SIGN_IN = '/src/features/account/SignInView.vue'
const SECTION = '/src/features/settings/usage/UsageSection.vue'
const SETTINGS = '/src/features/settings/SettingsView.vue'

/** What each module is imported by, and what it is loaded by later. */
const GRAPH: Record<string, { importers?: string[]; dynamicImporters?: string[] }> = {
  [CREATE]: { dynamicImporters: [ROUTER] },
  [GALLERY]: { dynamicImporters: [ROUTER] },
  [LOGS]: { dynamicImporters: [ROUTER] },
  [SIGN_IN]: { dynamicImporters: [ROUTER] },
  [SETTINGS]: { dynamicImporters: [ROUTER] },
  [SECTION]: { dynamicImporters: ['/src/features/settings/sections.ts'] },
  stage: { importers: [CREATE] },
  picture: { importers: ['stage', GALLERY] },
  search: { importers: [GALLERY, LOGS] },
  row: { importers: [LOGS] },
  field: { importers: [SIGN_IN, SETTINGS] },
  form: { importers: [SETTINGS, SECTION] },
  dialog: { importers: ['menu'], dynamicImporters: ['picture'] },
  menu: { importers: ['dialog'] },
}

const graph = {
  getModuleInfo: (id: string) => ({ importers: [], dynamicImporters: [], ...GRAPH[id] }),
}

it.each([
  [CREATE, 'create'],
  ['stage', 'create'],
  ['picture', 'parts'],
  ['search', 'more'],
  ['field', 'fields'],
  ['row', null],
])('%s comes in %s', (id, file) => {
  expect(fileOf(id, graph)).toBe(file)
})

it('takes the sections of the settings for one page', () => {
  expect(fileOf('form', graph)).toBeNull()
})

it('leaves what is opened on a page out of it, also where it goes round in a circle', () => {
  expect(fileOf('dialog', graph)).toBeNull()
})
