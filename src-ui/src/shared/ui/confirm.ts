import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface Question {
  title: string
  text?: string
  /** What the confirming button says: the deed itself, not "OK". */
  action: string
  /** What the other one says where "Cancel" could be taken for the deed. */
  keep?: string
  danger?: boolean
}

/** The question on the screen, if any; ConfirmHost shows it. */
export const useQuestion = defineStore('question', () => ({
  asked: shallowRef<(Question & { answer: (yes: boolean) => void }) | null>(null),
}))

/** Asks before something that cannot be taken back. A second question takes the place of the first, which is then a no. */
export function confirm(question: Question): Promise<boolean> {
  const store = useQuestion()
  store.asked?.answer(false)
  return new Promise((resolve) => {
    store.asked = {
      ...question,
      answer: (yes) => {
        store.asked = null
        resolve(yes)
      },
    }
  })
}
