import type {
  CheckStep,
  ConnectionDraft,
  ConnectionInput,
  ConnectionState,
  ConnectionSummary,
  WorkspaceChoice,
} from '../../preload/contract/connection'
import type { Problem } from '../../preload/contract/envelope'
import type { SavedConnection } from '../settings/document'
import type { TaskRouterClient } from '../taskrouter/api'
import { toProblem } from '../taskrouter/problem'
import { Drafts, type DraftTimers } from './drafts'
import { ProblemError, problemError } from './problem-error'
import { PRACTICE_ID, startPractice, type PracticeStarter } from './practice'
import { RetryClock } from './retry-clock'
import type { Secrets } from './secrets'
import type { OpenSession, Session } from './session'
import { proveWorkspace, readWorkspaces } from './workspaces'

/** What a client is opened with. The secret is handed on and kept nowhere else. */
export interface Access {
  readonly accountSid: string
  /** Null: the secret is the account's auth token. */
  readonly keySid: string | null
  readonly secret: string
  readonly region: string
  readonly workspaceSid: string | null
  /** Only for the practice workspace: where it listens. */
  readonly practiceUrl: string | null
}

/** The part of the settings in which connections are kept. */
export interface SavedConnections {
  connections(): readonly SavedConnection[]
  activeConnectionId(): string | null
  saveConnection(connection: SavedConnection): void
  removeConnection(id: string): void
  setActiveConnection(id: string | null): void
}

export interface ConnectionsOptions {
  readonly saved: SavedConnections
  readonly secrets: Secrets
  readonly openClient: (access: Access) => TaskRouterClient
  readonly openSession: OpenSession
  readonly startPractice: PracticeStarter
  readonly check: (access: Access, signal: AbortSignal) => Promise<readonly CheckStep[]>
  /** Forgets what the window itself may have stored. */
  readonly clearWindowData: () => Promise<void>
  readonly newId: () => string
  readonly timers: DraftTimers
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void
}

/** How to come by a working client, once the old session is gone. */
type Opening = (signal: AbortSignal) => Promise<Opened>

interface Opened {
  readonly connection: ConnectionSummary
  readonly client: TaskRouterClient
  /** Ends what runs beside the session, such as the practice thread. */
  readonly release: () => Promise<void>
}

const nothingToRelease = () => Promise.resolve()

/**
 * The life of connections: tried, saved, opened, switched, retried, forgotten. At most one session is open; the next one
 * is built only when the last one has let go of everything.
 */
export class Connections {
  readonly #options: ConnectionsOptions
  readonly #drafts: Drafts
  readonly #retries: RetryClock
  readonly #stateListeners = new Set<(state: ConnectionState) => void>()
  readonly #sessionListeners = new Set<(session: Session | null) => void>()
  readonly #sessionOnly = new Set<string>()
  #state: ConnectionState = { phase: 'none' }
  #session: Session | null = null
  #release: () => Promise<void> = nothingToRelease
  #attempt = new AbortController()
  #closing: Promise<void> = Promise.resolve()

  constructor(options: ConnectionsOptions) {
    this.#options = options
    this.#drafts = new Drafts(options.timers, options.newId)
    this.#retries = new RetryClock(options.timers)
  }

  state(): ConnectionState {
    return this.#state
  }

  session(): Session | null {
    return this.#session
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

  list(): readonly ConnectionSummary[] {
    return this.#options.saved.connections().map((saved) => this.#summaryOf(saved))
  }

  /** Tries credentials and remembers them for ten minutes. Rejects with ProblemError. */
  async draft(input: ConnectionInput): Promise<ConnectionDraft> {
    const client = this.#options.openClient(accessFrom(input, null))
    try {
      const workspaces = await readWorkspaces(client, new AbortController().signal)
      return { draftId: this.#drafts.put({ input, workspaces }), workspaces }
    } finally {
      await client.close()
    }
  }

  /** Opens a workspace of a draft and saves the connection. Rejects with ProblemError and changes nothing then. */
  async connect(draftId: string, workspaceSid: string): Promise<ConnectionState> {
    const { input, workspaces } = this.#drafts.get(draftId)
    const workspace = workspaces.find(({ sid }) => sid === workspaceSid)
    if (workspace === undefined)
      throw problemError('noWorkspace', 'This workspace is not one of the account.')
    const access = accessFrom(input, workspaceSid)
    const keeping = await this.#options.secrets.keep(access, access.secret)
    const saved: SavedConnection = {
      ...this.#identityOf(input, workspaceSid),
      workspaceName: workspace.name.slice(0, 256),
    }
    this.#options.saved.saveConnection(saved)
    if (keeping === 'sessionOnly') this.#sessionOnly.add(saved.id)
    else this.#sessionOnly.delete(saved.id)
    this.#drafts.clear()
    return this.#open(saved)
  }

  /** Starts a practice workspace and opens it. Its secret never leaves memory and it is not saved. */
  async practice(): Promise<ConnectionState> {
    if (this.#state.phase === 'connected' && this.#state.connection.practice) return this.#state
    const practice = await startPractice(this.#options.startPractice)
    this.#options.saved.setActiveConnection(null)
    return this.#switch(practice.connection, () =>
      Promise.resolve({
        connection: practice.connection,
        client: this.#options.openClient(practice.access),
        release: practice.close,
      }),
    )
  }

  /** Opens a saved connection. */
  async select(connectionId: string): Promise<ConnectionState> {
    const open = this.#state.phase === 'connected' && this.#state.connection.id === connectionId
    return open ? this.#state : this.#open(this.#savedBy(connectionId))
  }

  /** Opens what was open when the program ended, if anything was. */
  async resume(): Promise<ConnectionState> {
    const id = this.#options.saved.activeConnectionId()
    const saved = this.#options.saved.connections().find((connection) => connection.id === id)
    return saved === undefined ? this.#state : this.#open(saved)
  }

  /** Tries again what failed; reads everything again where nothing did. */
  async retry(): Promise<ConnectionState> {
    if (this.#state.phase === 'failed')
      return this.#state.connection.practice
        ? this.practice()
        : this.#open(this.#savedBy(this.#state.connection.id))
    this.#session?.board.refresh()
    return this.#state
  }

  /** Ends the session, forgets the connection and removes its secret. Rejects with ProblemError if the keychain keeps it. */
  async signOut(connectionId: string): Promise<ConnectionState> {
    const current = this.#state.phase === 'none' ? null : this.#state.connection
    if (connectionId === PRACTICE_ID || current?.id === connectionId) {
      await this.#leave()
      await this.#options.clearWindowData()
    }
    const saved = this.#options.saved.connections().find(({ id }) => id === connectionId)
    if (saved === undefined) return this.#state
    if (!this.#sharesSecret(saved)) await this.#options.secrets.forget(saved)
    this.#sessionOnly.delete(saved.id)
    this.#options.saved.removeConnection(saved.id)
    return this.#state
  }

  /** Workspaces that the open connection's credentials can see. */
  async workspaces(): Promise<readonly WorkspaceChoice[]> {
    return readWorkspaces(this.requireSession().client, this.#attempt.signal)
  }

  /** Looks at everything a connection needs, one step after the other, also when it could not be opened. */
  async check(): Promise<readonly CheckStep[]> {
    if (this.#state.phase === 'none') throw noConnection()
    const { connection } = this.#state
    if (connection.practice) throw problemError('invalid', 'The practice workspace needs no check.')
    const { secret } = await this.#options.secrets.find(connection)
    return this.#options.check(accessTo(connection, secret), this.#attempt.signal)
  }

  /** @throws ProblemError `noConnection` */
  requireSession(): Session {
    if (this.#session === null) throw noConnection()
    return this.#session
  }

  /** Ends everything; nothing can be opened afterwards that the caller does not ask for. */
  async close(): Promise<void> {
    this.#drafts.clear()
    await this.#leave()
  }

  async #open(saved: SavedConnection): Promise<ConnectionState> {
    this.#options.saved.setActiveConnection(saved.id)
    return this.#switch(this.#summaryOf(saved), async (signal) => {
      const { secret, keeping } = await this.#options.secrets.find(saved)
      const client = this.#options.openClient(accessTo(saved, secret))
      try {
        const { name } = await proveWorkspace(client, saved.workspaceSid, signal)
        const workspaceName = (name ?? saved.workspaceName).slice(0, 256)
        if (workspaceName !== saved.workspaceName)
          this.#options.saved.saveConnection({ ...saved, workspaceName })
        const connection = { ...saved, workspaceName, practice: false, keeping }
        return { connection, client, release: nothingToRelease }
      } catch (error) {
        await client.close()
        throw error
      }
    })
  }

  async #switch(connection: ConnectionSummary, opening: Opening): Promise<ConnectionState> {
    const attempt = this.#begin()
    this.#setState({ phase: 'connecting', connection })
    await this.#closing
    try {
      const opened = await opening(attempt.signal)
      if (attempt.signal.aborted) {
        await opened.client.close()
        await opened.release()
        return this.#state
      }
      this.#session = this.#options.openSession(opened.connection, opened.client)
      this.#release = opened.release
      this.#retries.succeeded()
      this.#announceSession()
      this.#setState({ phase: 'connected', connection: opened.connection })
    } catch (error) {
      if (attempt.signal.aborted) return this.#state
      this.#failed(connection, error instanceof ProblemError ? error.problem : toProblem(error))
    }
    return this.#state
  }

  #failed(connection: ConnectionSummary, problem: Problem): void {
    this.#options.log('connection.failed', { code: problem.code, message: problem.message })
    this.#setState({ phase: 'failed', connection, problem })
    this.#retries.failed(problem.code, () => {
      void this.retry()
    })
  }

  /** Gives up the attempt under way and lets go of the open session; the new attempt waits for `#closing`. */
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
      const before = this.#closing
      this.#closing = (async () => {
        await before
        await session.close()
        await release()
      })()
    }
    return this.#attempt
  }

  async #leave(): Promise<void> {
    this.#begin()
    this.#setState({ phase: 'none' })
    await this.#closing
  }

  #announceSession(): void {
    for (const listener of this.#sessionListeners) listener(this.#session)
  }

  #setState(state: ConnectionState): void {
    this.#state = state
    for (const listener of this.#stateListeners) listener(state)
  }

  #savedBy(id: string): SavedConnection {
    const saved = this.#options.saved.connections().find((connection) => connection.id === id)
    if (saved === undefined) throw problemError('notFound', 'There is no such connection.')
    return saved
  }

  /** The same account, credential, region and workspace is the same connection, however often it is entered. */
  #identityOf(input: ConnectionInput, workspaceSid: string): Omit<SavedConnection, 'workspaceName'> {
    const { accountSid, keySid, region } = accessFrom(input, workspaceSid)
    const known = this.#options.saved
      .connections()
      .find(
        (saved) =>
          saved.accountSid === accountSid &&
          saved.keySid === keySid &&
          saved.region === region &&
          saved.workspaceSid === workspaceSid,
      )
    return {
      id: known?.id ?? this.#options.newId(),
      accountSid,
      credentialKind: input.credentials.kind,
      keySid,
      region: input.region,
      workspaceSid,
    }
  }

  #sharesSecret(saved: SavedConnection): boolean {
    return this.#options.saved
      .connections()
      .some(
        (other) =>
          other.id !== saved.id &&
          other.accountSid === saved.accountSid &&
          other.keySid === saved.keySid &&
          other.region === saved.region,
      )
  }

  #summaryOf(saved: SavedConnection): ConnectionSummary {
    return {
      ...saved,
      practice: false,
      keeping: this.#sessionOnly.has(saved.id) ? 'sessionOnly' : 'keychain',
    }
  }
}

const noConnection = () => problemError('noConnection', 'No connection is open.')

function accessFrom({ credentials, region }: ConnectionInput, workspaceSid: string | null): Access {
  return {
    accountSid: credentials.accountSid,
    keySid: credentials.kind === 'apiKey' ? credentials.keySid : null,
    secret: credentials.secret,
    region,
    workspaceSid,
    practiceUrl: null,
  }
}

const accessTo = (connection: SavedConnection, secret: string): Access => ({
  accountSid: connection.accountSid,
  keySid: connection.keySid,
  secret,
  region: connection.region,
  workspaceSid: connection.workspaceSid,
  practiceUrl: null,
})
