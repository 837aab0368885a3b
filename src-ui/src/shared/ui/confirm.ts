import { shallowRef } from 'vue'

export interface Question {
  title: string
  text?: string
  /** What the confirming button says: the deed itself, not "OK". */
  action: string
  danger?: boolean
}

/** The question on the screen, if any; ConfirmHost shows it. */
export const asked = shallowRef<(Question & { answer: (yes: boolean) => void }) | null>(null)

/** Asks before something that cannot be taken back. A second question takes the place of the first, which is then a no. */
export function confirm(question: Question): Promise<boolean> {
  asked.value?.answer(false)
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer: (yes) => {
        asked.value = null
        resolve(yes)
      },
    }
  })
}
