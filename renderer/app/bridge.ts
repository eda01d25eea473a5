import type { Bridge } from '../../preload/contract/bridge'
import type { Problem, Result } from '../../preload/contract/envelope'
import { toastProblem } from './problems'

declare global {
  interface Window {
    /** Put there by the preload; the window's only way out. */
    readonly bridge: Bridge
  }
}

/** Typed access to main. */
export const useBridge = (): Bridge => window.bridge

export type Answer<T> =
  { readonly data: T; readonly problem: null } | { readonly data: null; readonly problem: Problem }

const BROKEN_WALL: Problem = { code: 'internal', message: 'the request did not reach the program' }

/**
 * Unwraps an answer of main for code that shows the problem in its own place. Never throws: an `invoke` that is rejected
 * (main is gone, or the wall refused it) is a problem like any other.
 */
export async function ask<T>(request: Promise<Result<T>>): Promise<Answer<T>> {
  try {
    const result = await request
    return result.ok ? { data: result.data, problem: null } : { data: null, problem: result.error }
  } catch {
    return { data: null, problem: BROKEN_WALL }
  }
}

/** Unwraps an answer and tells of a problem in a toast; null = it failed and the supervisor knows. */
export async function askOrToast<T>(request: Promise<Result<T>>): Promise<{ readonly data: T } | null> {
  const answer = await ask(request)
  if (answer.problem === null) return { data: answer.data }
  toastProblem(answer.problem)
  return null
}
