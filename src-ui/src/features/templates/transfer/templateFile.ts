import type { Template, TemplateInput } from '@/shared/api/types'

/** What a file would do to the templates. */
export interface ImportPlan {
  templates: TemplateInput[]
  added: string[]
  /** Titles of templates that are there and would be replaced. */
  replaced: string[]
}

/** Why a file cannot be taken; `place` is the number of the entry, from 1, `title` its title if it has one. */
export interface ImportFault {
  reason:
    | 'tooLarge'
    | 'noJson'
    | 'noList'
    | 'empty'
    | 'tooMany'
    | 'noObject'
    | 'noTitle'
    | 'noPrompt'
    | 'noText'
    | 'longTitle'
    | 'longPrompt'
    | 'longDescription'
    | 'badId'
    | 'twice'
  place?: number
  title?: string
}

/** The limits of the server (its TemplateInput), checked here so that all of it is known before anything is sent. */
export const LIMITS = { title: 200, prompt: 32_000, description: 2_000, templates: 1_000 }
export const LARGEST_FILE = 32 * 1024 * 1024
const ID = /^(?!(?:export|import|order)$)[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u
const FIELDS = ['id', 'title', 'prompt', 'description', 'image'] as const

/** Reads an exported file, or a bare list of templates, and says what taking it over would do, or why it cannot be. */
export function planImport(text: string, known: readonly Template[]): ImportPlan | ImportFault {
  let content: unknown
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return { reason: 'noJson' }
  }
  const list = Array.isArray(content) ? content : (content as { templates?: unknown } | null)?.templates
  if (!Array.isArray(list)) return { reason: 'noList' }
  if (list.length === 0) return { reason: 'empty' }

  const ids = new Set<string>()
  const templates: TemplateInput[] = []
  for (const [index, entry] of list.entries()) {
    const read = readEntry(entry, ids)
    if ('reason' in read) return { ...read, place: index + 1 }
    if (read.id) ids.add(read.id)
    templates.push(read)
  }
  const there = new Set(known.map(({ id }) => id))
  const isKnown = ({ id }: TemplateInput) => id !== undefined && there.has(id)
  const titles = (some: TemplateInput[]) => some.map(({ title }) => title as string)
  const added = templates.filter((template) => !isKnown(template))
  if (known.length + added.length > LIMITS.templates) return { reason: 'tooMany' }
  return { templates, added: titles(added), replaced: titles(templates.filter(isKnown)) }
}

export function isFault(read: ImportPlan | ImportFault): read is ImportFault {
  return 'reason' in read
}

function readEntry(entry: unknown, ids: ReadonlySet<string>): TemplateInput | ImportFault {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return { reason: 'noObject' }
  const template: TemplateInput = {}
  for (const field of FIELDS) {
    const value = (entry as Record<string, unknown>)[field]
    if (value === undefined || value === null) continue
    if (typeof value !== 'string') return { reason: 'noText', title: field }
    template[field] = value.trim()
  }
  // An empty id is one that the server makes.
  if (!template.id) delete template.id
  const { id, title, prompt, description } = template
  if (!title) return { reason: 'noTitle' }
  if (!prompt) return { reason: 'noPrompt', title }
  if (title.length > LIMITS.title) return { reason: 'longTitle', title: `${title.slice(0, 40)}…` }
  if (prompt.length > LIMITS.prompt) return { reason: 'longPrompt', title }
  if ((description?.length ?? 0) > LIMITS.description) return { reason: 'longDescription', title }
  if (id && !ID.test(id)) return { reason: 'badId', title }
  if (id && ids.has(id)) return { reason: 'twice', title }
  return template
}
