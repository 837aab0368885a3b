import type { UpstreamModel } from './configData'

const SHOWN = 60

/** The models that have every typed word in their names: those that make pictures first; `more` did not fit in. */
export function modelChoices(
  models: readonly UpstreamModel[],
  typed: string,
): { shown: UpstreamModel[]; more: number } {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const found = models
    .filter(({ id, name }) => words.every((word) => `${id} ${name}`.toLowerCase().includes(word)))
    .sort((a, b) => Number(b.supportsImages) - Number(a.supportsImages) || a.id.localeCompare(b.id))
  return { shown: found.slice(0, SHOWN), more: Math.max(0, found.length - SHOWN) }
}
