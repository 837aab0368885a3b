import type { UpstreamModel } from './api/types'

export interface ModelChoices {
  shown: UpstreamModel[]
  /** How many more match. */
  more: number
  /** The typed name, when no listed model is called so. */
  typed?: string
}

const SHOWN = 60

/** The models that have every typed word in their id or name: first those that make pictures, then by id. */
export function modelChoices(models: readonly UpstreamModel[], typed: string): ModelChoices {
  const wanted = typed.trim()
  const words = wanted.toLowerCase().split(/\s+/)
  const matching = models
    .filter(({ id, name }) => words.every((word) => `${id} ${name}`.toLowerCase().includes(word)))
    .sort((a, b) => Number(b.supportsImages) - Number(a.supportsImages) || a.id.localeCompare(b.id))
  return {
    shown: matching.slice(0, SHOWN),
    more: Math.max(0, matching.length - SHOWN),
    typed: wanted && !models.some(({ id }) => id === wanted) ? wanted : undefined,
  }
}
