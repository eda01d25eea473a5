import type { ConnectionState, ConnectionSummary } from '../../preload/contract/connection'
import { toProblem } from '../taskrouter/problem'
import type { DraftTimers } from './drafts'
import { ProblemError } from './problem-error'
import { RetryClock } from './retry-clock'
import type { OpenSession, Proved, Session } from './session'

/** How to come by a working client, once the old session is gone. Rejects with ProblemError or TaskRouterError. */
export type Opening = (signal: AbortSignal) => Promise<Opened>

export interface Opened extends Proved {
  /** Ends what runs beside the session, such as the practice thread. */
  readonly release: () => Promise<void>
}

export interface SessionSlotOptions {
  readonly openSession: OpenSession
  readonly timers: DraftTimers
  /** Tries again what failed, without being asked. */
  readonly retry: () => void
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void
}

export const nothingToRelease = () => Promise.resolve()

/**
 * Room for one session. The next one is built only when the last one has let go of everything, and an attempt that was
 * overtaken by another leaves no trace.
 */
export class SessionSlot {
  readonly #options: SessionSlotOptions
  readonly #retries: RetryClock
  readonly #stateListeners = new Set<(state: ConnectionState) => void>()
  readonly #sessionListeners = new Set<(session: Session | null) => void>()
  #state: ConnectionState = { phase: 'none' }
  #session: Session | null = null
  #release: () => Promise<void> = nothingToRelease
  #attempt = new AbortController()
  #closing: Promise<void> = Promise.resolve()

  constructor(options: SessionSlotOptions) {
    this.#options = options
    this.#retries = new RetryClock(options.timers)
  }

  state(): ConnectionState {
    return this.#state
  }

  session(): Session | null {
    return this.#session
  }

  /** Aborted when another connection is opened or this one is left. */
  signal(): AbortSignal {
    return this.#attempt.signal
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#stateListeners.add(listener)
    return () => this.#stateListeners.delete(listener)
  }

  /** Called with every session as it opens, and with null before it closes. */
  onSession(listener: (session: Session | null) => void): () => void {
    this.#sessionListeners.add(listener)
    return () => this.#sessionListeners.delete(listener)
  }

  /** Resolves to the state that came of it; a failure is a state too. */
  async switchTo(connection: ConnectionSummary, opening: Opening): Promise<ConnectionState> {
    const { signal } = this.#begin()
    this.#setState({ phase: 'connecting', connection })
    await this.#closing
    try {
      const opened = await opening(signal)
      if (signal.aborted) {
        await opened.client.close()
        await opened.release()
        return this.#state
      }
      this.#session = this.#options.openSession(opened)
      this.#release = opened.release
      this.#retries.succeeded()
      this.#announceSession()
      this.#setState({ phase: 'connected', connection: opened.connection })
    } catch (error) {
      if (!signal.aborted) this.#failed(connection, error)
    }
    return this.#state
  }

  /** Closes the session; resolves when nothing of it is left. */
  async leave(): Promise<void> {
    this.#begin()
    this.#setState({ phase: 'none' })
    await this.#closing
  }

  #failed(connection: ConnectionSummary, error: unknown): void {
    const problem = error instanceof ProblemError ? error.problem : toProblem(error)
    this.#options.log('connection.failed', { code: problem.code, message: textOf(error) })
    this.#setState({ phase: 'failed', connection, problem })
    this.#retries.failed(problem.code, this.#options.retry)
  }

  /** Gives up the attempt under way and lets go of the open session; whoever opens the next one awaits `#closing`. */
  #begin(): AbortController {
    this.#attempt.abort()
    this.#attempt = new AbortController()
    this.#retries.cancel()
    const session = this.#session
    const release = this.#release
    this.#session = null
    this.#release = nothingToRelease
    if (session !== null) {
      this.#announceSession()
      this.#closing = this.#closeAfter(this.#closing, session, release)
    }
    return this.#attempt
  }

  async #closeAfter(before: Promise<void>, session: Session, release: () => Promise<void>): Promise<void> {
    await before
    await session.close()
    await release().catch((error: unknown) => {
      this.#options.log('session.releaseFailed', { error: textOf(error) })
    })
  }

  #announceSession(): void {
    for (const listener of this.#sessionListeners) listener(this.#session)
  }

  #setState(state: ConnectionState): void {
    this.#state = state
    for (const listener of this.#stateListeners) listener(state)
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
