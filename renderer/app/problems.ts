import type { Problem } from '../../preload/contract/envelope'
import { hasMessage, translate } from '../i18n'
import { showToast } from '../ui/toasts'

export interface ProblemText {
  readonly title: string
  /** What to do about it. */
  readonly hint: string
  /** Codes for support; null when there are none. */
  readonly codes: string | null
}

/** A problem in the language on screen. For refusals the server's own sentence stands in for the hint. */
export function problemText(problem: Problem): ProblemText {
  const codes = [
    problem.twilioCode === undefined ? null : translate('common.twilioCode', { code: problem.twilioCode }),
    problem.requestId === undefined ? null : translate('common.requestId', { id: problem.requestId }),
  ].filter((code) => code !== null)
  return {
    title: translate(`problem.${problem.code}.title`),
    hint: hintOf(problem),
    codes: codes.length === 0 ? null : codes.join(' · '),
  }
}

function hintOf(problem: Problem): string {
  if (problem.code === 'network' && problem.cause !== undefined) {
    const key = `networkCause.${problem.status === 407 ? 'proxyPassword' : problem.cause}`
    if (hasMessage(key)) return translate(key)
  }
  if (problem.code === 'policy') {
    const key = `policy.refused.${problem.fields?.[0]?.path ?? ''}`
    if (hasMessage(key)) return translate(key)
  }
  if (problem.code === 'refused' && problem.message !== '') return problem.message
  return translate(`problem.${problem.code}.hint`)
}

export function toastProblem(problem: Problem): void {
  const { title, hint, codes } = problemText(problem)
  showToast('danger', title, { detail: codes === null ? hint : `${hint} ${codes}` })
}
