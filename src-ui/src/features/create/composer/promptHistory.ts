import { readStored, writeStored } from '@/shared/stored'

const KEY = 'studio.prompts'
const KEPT = 50

/** The prompts that were sent from this browser, newest first. */
export const promptHistory = {
  all(): string[] {
    return readStored(KEY, [], isTexts)
  },

  add(prompt: string): void {
    if (prompt.trim() === '') return
    writeStored(KEY, [prompt, ...this.all().filter((other) => other !== prompt)].slice(0, KEPT))
  },

  remove(prompt: string): void {
    writeStored(
      KEY,
      this.all().filter((other) => other !== prompt),
    )
  },

  clear(): void {
    writeStored(KEY, [])
  },

  /** The prompt before this one; undefined when there is none, or when this one was written or changed by hand. */
  older(current: string): string | undefined {
    const prompts = this.all()
    if (current === '') return prompts[0]
    const at = prompts.indexOf(current)
    return at < 0 ? undefined : prompts[at + 1]
  },

  /** The prompt after this one, at last the empty one. */
  newer(current: string): string | undefined {
    const prompts = this.all()
    const at = prompts.indexOf(current)
    return at < 0 ? undefined : (prompts[at - 1] ?? '')
  },
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string')
}
