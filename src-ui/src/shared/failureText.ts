import { useI18n } from '@/shared/i18n'
import { ApiFailure } from './api/problem'
import { notify } from './ui/notify'

export interface FailureText {
  message: string
  requestId?: string
}

/** Says a failure in the language of the page: the server's own sentence where there is one. */
export function useFailureText() {
  const { t } = useI18n()

  function describe(failure: unknown): FailureText {
    if (!(failure instanceof ApiFailure)) return { message: t('failure.page') }
    if (failure.offline) return { message: t('failure.offline') }
    if (failure.problem) return { message: failure.message, requestId: failure.requestId }
    const key = failure.status === 413 ? 'tooLarge' : failure.status >= 500 ? 'gateway' : 'unexpected'
    return { message: t(`failure.${key}`, { status: failure.status }), requestId: failure.requestId }
  }

  /** Says a failure in a message that goes away. */
  function tell(failure: unknown): void {
    const { message, requestId } = describe(failure)
    notify.failed(message, requestId)
  }

  /** Does something and says when it failed; whether it did not. */
  async function telling(deed: () => Promise<unknown>): Promise<boolean> {
    try {
      await deed()
      return true
    } catch (failure) {
      tell(failure)
      return false
    }
  }

  return { describe, tell, telling }
}
