import type { components } from '@/shared/api/schema'

export type UpstreamModel = components['schemas']['UpstreamModel']

export interface ModelChoices {
  shown: UpstreamModel[]
  /** How many more match. */
  more: number
  /** The typed name, when no listed model is called so. */
  typed?: string
}

const SHOWN = 60

/** The models that match what is typed: first those that make pictures, then by name. */
export function modelChoices(models: readonly UpstreamModel[], typed: string): ModelChoices {
  const words = typed.trim().toLowerCase()
  const matching = models
    .filter(({ id, name }) => id.toLowerCase().includes(words) || name?.toLowerCase().includes(words))
    .sort((a, b) => Number(b.supportsImages) - Number(a.supportsImages) || a.id.localeCompare(b.id))
  return {
    shown: matching.slice(0, SHOWN),
    more: Math.max(0, matching.length - SHOWN),
    typed: words && !models.some(({ id }) => id === typed.trim()) ? typed.trim() : undefined,
  }
}
