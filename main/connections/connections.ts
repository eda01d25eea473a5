import {
  REGIONS,
  type CheckStep,
  type ConnectionDraft,
  type ConnectionInput,
  type ConnectionState,
  type ConnectionSummary,
  type Region,
  type WorkspaceChoice,
} from '../../preload/contract/connection'
import type { SavedConnection } from '../settings/document'
import type { TaskRouterClient } from '../taskrouter/api'
import { accessFrom, accessTo, type Access } from './access'
import { Drafts, type DraftTimers } from './drafts'
import {
  allowedOf,
  requirePlace,
  requireReadablePolicy,
  requireRegion,
  type ConnectionPermission,
} from './permission'
import { problemError } from './problem-error'
import { undiciTransport } from '../taskrouter/transport/undici-transport'
import { PracticeControl } from './practice-control'
import { PRACTICE_ID, startPractice, type PracticeStarter } from './practice'
import { SavedBook, type SavedConnections } from './saved-book'
import type { Secrets } from './secrets'
import type { OpenSession, Proved, Session } from './session'
import { nothingToRelease, SessionSlot } from './session-slot'
import { proveWorkspace, readWorkspaces } from './workspaces'

export interface ConnectionsOptions {
  readonly saved: SavedConnections
  /** Asked at every step, so that a change takes effect at once. */
  readonly permission: () => ConnectionPermission
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

/** The life of connections: tried, saved, opened, switched, retried, forgotten. At most one of them is open. */
export class Connections {
  readonly #options: ConnectionsOptions
  readonly #drafts: Drafts
  readonly #saved: SavedBook
  readonly #slot: SessionSlot
  /** Of the practice workspace, while one is open. */
  #control: PracticeControl | null = null

  constructor(options: ConnectionsOptions) {
    this.#options = options
    this.#drafts = new Drafts(options.timers, options.newId)
    this.#saved = new SavedBook(options)
    this.#slot = new SessionSlot({ ...options, retry: () => void this.retry() })
  }

  state(): ConnectionState {
    return this.#slot.state()
  }

  session(): Session | null {
    return this.#slot.session()
  }

  /** Where the connection in use belongs; the usual region while there is none. */
  region(): Region {
    const state = this.#slot.state()
    return state.phase === 'none' ? REGIONS[0] : state.connection.region
  }

  /** @throws ProblemError `noConnection` */
  requireSession(): Session {
    const session = this.#slot.session()
    if (session === null) throw noConnection()
    return session
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    return this.#slot.onState(listener)
  }

  /** Called with every session as it opens, and with null before it closes. */
  onSession(listener: (session: Session | null) => void): () => void {
    return this.#slot.onSession(listener)
  }

  list(): readonly ConnectionSummary[] {
    return this.#saved.all().map((saved) => this.#saved.summaryOf(saved))
  }

  /** Tries credentials and remembers them for ten minutes. Rejects with ProblemError. */
  async draft(input: ConnectionInput): Promise<ConnectionDraft> {
    requireRegion(input.region, this.#options.permission())
    const client = this.#options.openClient(accessFrom(input, null))
    try {
      const found = await readWorkspaces(client, new AbortController().signal)
      const workspaces = allowedOf(found, this.#options.permission())
      return { draftId: this.#drafts.put({ input, workspaces }), workspaces }
    } finally {
      await client.close()
    }
  }

  /** Keeps the secret of a draft, saves the connection and opens it. Rejects with ProblemError and changes nothing then. */
  async connect(draftId: string, workspaceSid: string): Promise<ConnectionState> {
    const { input, workspaces } = this.#drafts.get(draftId)
    const workspace = workspaces.find(({ sid }) => sid === workspaceSid)
    if (workspace === undefined)
      throw problemError('noWorkspace', 'This workspace is not one of the account.')
    requirePlace({ region: input.region, workspaceSid }, this.#options.permission())
    const saved = await this.#saved.add(input, workspaceSid, workspace.name)
    this.#drafts.clear()
    return this.#open(saved)
  }

  /**
   * Gives a saved connection the credentials of a draft, which were tried before: a key is changed without signing out.
   * Connections that shared the old credential get the new one too, where it sees their workspace. The old secret is
   * forgotten once nothing uses it. Rejects with ProblemError and changes nothing then.
   */
  async replace(connectionId: string, draftId: string): Promise<ConnectionState> {
    const old = this.#saved.byId(connectionId)
    const { input, workspaces } = this.#drafts.get(draftId)
    const access = accessFrom(input, old.workspaceSid)
    if (access.accountSid !== old.accountSid || access.region !== old.region)
      throw problemError('invalid', 'These credentials belong to another account or region.')
    if (!workspaces.some(({ sid }) => sid === old.workspaceSid))
      throw problemError('noWorkspace', 'These credentials do not see the workspace of this connection.')
    if (this.#slot.session()?.bulk.busy() === true)
      throw problemError('busy', 'A job is running. Change the key when it has ended.')
    const moved = await this.#saved.replaceSecret(old, input, workspaces)
    this.#drafts.clear()
    await this.#saved.forgetUnused(old)
    const state = this.#slot.state()
    const open = state.phase !== 'none' && moved.some(({ id }) => id === state.connection.id)
    return open ? this.#open(this.#saved.byId(state.connection.id)) : state
  }

  /** Opens the practice workspace. Its secret never leaves memory and it is not saved. */
  async practice(): Promise<ConnectionState> {
    requireReadablePolicy(this.#options.permission())
    const state = this.#slot.state()
    return state.phase === 'connected' && state.connection.practice ? state : this.#startPractice()
  }

  /** Starts the practice workspace anew. @throws ProblemError `noConnection` unless it is what is open. */
  restartPractice(): Promise<ConnectionState> {
    this.requirePractice()
    return this.#startPractice()
  }

  /** @throws ProblemError `noConnection` unless the practice workspace is what is open. */
  requirePractice(): PracticeControl {
    const state = this.#slot.state()
    if (state.phase !== 'connected' || !state.connection.practice || this.#control === null)
      throw problemError('noConnection', 'The practice workspace is not open.')
    return this.#control
  }

  async #startPractice(): Promise<ConnectionState> {
    const { connection, access, close: stop } = await startPractice(this.#options.startPractice)
    const control = new PracticeControl(access, undiciTransport())
    const close = async () => {
      if (this.#control === control) this.#control = null
      await control.close()
      await stop()
    }
    this.#saved.setActive(null)
    return this.#slot.switchTo(connection, async (signal) => {
      try {
        const proved = await this.#prove(connection, access, signal)
        this.#control = control
        return { ...proved, release: close }
      } catch (error) {
        await close()
        throw error
      }
    })
  }

  /** Opens a saved connection. */
  async select(connectionId: string): Promise<ConnectionState> {
    const state = this.#slot.state()
    const open = state.phase === 'connected' && state.connection.id === connectionId
    return open ? state : this.#open(this.#saved.byId(connectionId))
  }

  /** Opens what was open when the program ended, if anything was. */
  async resume(): Promise<ConnectionState> {
    const saved = this.#saved.active()
    return saved === null ? this.#slot.state() : this.#open(saved)
  }

  /** Tries again what failed; reads everything again where nothing did. */
  async retry(): Promise<ConnectionState> {
    const state = this.#slot.state()
    if (state.phase === 'failed')
      return state.connection.practice ? this.practice() : this.#open(this.#saved.byId(state.connection.id))
    this.#slot.session()?.board.refresh()
    return state
  }

  /** Ends the session, forgets the connection and removes its secret. Rejects with ProblemError if the keychain keeps it. */
  async signOut(connectionId: string): Promise<ConnectionState> {
    const state = this.#slot.state()
    if (state.phase !== 'none' && state.connection.id === connectionId) {
      await this.#slot.leave()
      await this.#options.clearWindowData()
    }
    if (connectionId === PRACTICE_ID) return this.#slot.state()
    await this.#saved.remove(this.#saved.byId(connectionId))
    return this.#slot.state()
  }

  /** Signs out of every connection. Rejects with ProblemError if the keychain keeps a secret; those are still saved then. */
  async signOutOfAll(): Promise<void> {
    this.#drafts.clear()
    const state = this.#slot.state()
    if (state.phase !== 'none') await this.signOut(state.connection.id)
    for (const { id } of this.#saved.all()) await this.signOut(id)
  }

  /** Workspaces that the open connection's credentials can see. */
  async workspaces(): Promise<readonly WorkspaceChoice[]> {
    const found = await readWorkspaces(this.requireSession().client, this.#slot.signal())
    return allowedOf(found, this.#options.permission())
  }

  /** Looks at everything a connection needs, one step after the other, also when it could not be opened. */
  async check(): Promise<readonly CheckStep[]> {
    const state = this.#slot.state()
    if (state.phase === 'none') throw noConnection()
    if (state.connection.practice) throw problemError('invalid', 'The practice workspace needs no check.')
    const { secret } = await this.#options.secrets.find(state.connection)
    return this.#options.check(accessTo(state.connection, secret), this.#slot.signal())
  }

  /** Ends everything. */
  async close(): Promise<void> {
    this.#drafts.clear()
    await this.#slot.leave()
  }

  async #open(saved: SavedConnection): Promise<ConnectionState> {
    this.#saved.setActive(saved.id)
    return this.#slot.switchTo(this.#saved.summaryOf(saved), async (signal) => {
      requirePlace(saved, this.#options.permission())
      const { secret, keeping } = await this.#options.secrets.find(saved)
      const proved = await this.#prove(
        { ...this.#saved.summaryOf(saved), keeping },
        accessTo(saved, secret),
        signal,
      )
      this.#saved.rename(saved, proved.connection.workspaceName)
      return { ...proved, release: nothingToRelease }
    })
  }

  async #prove(connection: ConnectionSummary, access: Access, signal: AbortSignal): Promise<Proved> {
    const client = this.#options.openClient(access)
    try {
      const { name, multiTasking } = await proveWorkspace(client, connection.workspaceSid, signal)
      const workspaceName = (name ?? connection.workspaceName).slice(0, 256)
      return { connection: { ...connection, workspaceName }, client, access, multiTasking }
    } catch (error) {
      await client.close()
      throw error
    }
  }
}

const noConnection = () => problemError('noConnection', 'No connection is open.')
