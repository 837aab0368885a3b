import type { Template } from '@/shared/api/types'

/** The templates that have every word of the search somewhere in their texts. */
export function matching(templates: readonly Template[], search: string): readonly Template[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return templates
  return templates.filter(({ title, description, prompt }) => {
    const text = `${title}\n${description}\n${prompt}`.toLocaleLowerCase()
    return words.every((word) => text.includes(word))
  })
}
