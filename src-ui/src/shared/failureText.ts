import { useI18n } from 'vue-i18n'
import { ApiFailure } from './api/problem'

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

  return { describe }
}
