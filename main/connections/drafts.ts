import type { ConnectionInput, WorkspaceChoice } from '../../preload/contract/connection'
import { problemError } from './problem-error'

export interface Draft {
  readonly input: ConnectionInput
  readonly workspaces: readonly WorkspaceChoice[]
}

/** Somebody who walked away from the form must not leave a secret in memory. */
const LIFETIME_MS = 10 * 60_000

export interface DraftTimers {
  set(run: () => void, ms: number): NodeJS.Timeout
  clear(timer: NodeJS.Timeout): void
}

/** Credentials that were tried and wait for a workspace to be chosen; at most one, since there is one form. */
export class Drafts {
  readonly #timers: DraftTimers
  readonly #newId: () => string
  #current: { readonly id: string; readonly draft: Draft; readonly timer: NodeJS.Timeout } | null = null

  constructor(timers: DraftTimers, newId: () => string) {
    this.#timers = timers
    this.#newId = newId
  }

  /** @returns the id under which the draft can be had for ten minutes. */
  put(draft: Draft): string {
    this.clear()
    const id = this.#newId()
    const timer = this.#timers.set(() => {
      this.clear()
    }, LIFETIME_MS)
    this.#current = { id, draft, timer }
    return id
  }

  /** @throws ProblemError `stale` when the draft has expired or was replaced. */
  get(id: string): Draft {
    if (this.#current?.id !== id)
      throw problemError('stale', 'These credentials are no longer waiting. Enter them again.')
    return this.#current.draft
  }

  clear(): void {
    if (this.#current !== null) this.#timers.clear(this.#current.timer)
    this.#current = null
  }
}
