import type { ConnectionInput, ConnectionSummary, WorkspaceChoice } from '../../preload/contract/connection'
import type { SavedConnection } from '../settings/document'
import { accessFrom } from './access'
import { problemError } from './problem-error'
import { sameSecret, type Keeping, type Secrets } from './secrets'

/** The part of the settings in which connections are kept. */
export interface SavedConnections {
  connections(): readonly SavedConnection[]
  activeConnectionId(): string | null
  saveConnection(connection: SavedConnection): void
  removeConnection(id: string): void
  setActiveConnection(id: string | null): void
}

interface SavedBookParts {
  readonly saved: SavedConnections
  readonly secrets: Secrets
  readonly newId: () => string
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void
}

/**
 * The connections that are saved, and their secrets: workspaces of one account share one, which is forgotten with the last
 * connection that uses it.
 */
export class SavedBook {
  readonly #parts: SavedBookParts
  /** Ids of connections whose secret is only in memory. */
  readonly #sessionOnly = new Set<string>()

  constructor(parts: SavedBookParts) {
    this.#parts = parts
  }

  all(): readonly SavedConnection[] {
    return this.#parts.saved.connections()
  }

  /** @throws ProblemError `notFound` */
  byId(id: string): SavedConnection {
    const saved = this.all().find((connection) => connection.id === id)
    if (saved === undefined) throw problemError('notFound', 'There is no such connection.')
    return saved
  }

  /** The one that was open when the program ended, if any was. */
  active(): SavedConnection | null {
    const id = this.#parts.saved.activeConnectionId()
    return this.all().find((connection) => connection.id === id) ?? null
  }

  /** Null: what is open is not saved. */
  setActive(id: string | null): void {
    this.#parts.saved.setActiveConnection(id)
  }

  summaryOf(saved: SavedConnection): ConnectionSummary {
    const keeping = this.#sessionOnly.has(saved.id) ? 'sessionOnly' : 'keychain'
    return { ...saved, practice: false, keeping }
  }

  /** Keeps the secret that was entered and saves the connection. Rejects with ProblemError and saves nothing then. */
  async add(input: ConnectionInput, workspaceSid: string, workspaceName: string): Promise<SavedConnection> {
    const access = accessFrom(input, workspaceSid)
    const keeping = await this.#parts.secrets.keep(access, access.secret)
    const saved = this.#identify(input, workspaceSid, workspaceName.slice(0, 256))
    this.#save(saved, keeping)
    return saved
  }

  /**
   * Gives a connection other credentials, and all that share its old ones too, where the new ones see their workspace. Returns
   * those that have the new ones. Rejects with ProblemError and changes nothing then.
   */
  async replaceSecret(
    old: SavedConnection,
    input: ConnectionInput,
    seen: readonly WorkspaceChoice[],
  ): Promise<readonly SavedConnection[]> {
    const access = accessFrom(input, old.workspaceSid)
    const keeping = await this.#parts.secrets.keep(access, access.secret)
    const moved = this.all()
      .filter((saved) => sameSecret(saved, old) && seen.some(({ sid }) => sid === saved.workspaceSid))
      .map((saved) => ({ ...saved, credentialKind: input.credentials.kind, keySid: access.keySid }))
    for (const saved of moved) this.#save(saved, keeping)
    return moved
  }

  /** Forgets credentials that no connection uses any more. */
  async forgetUnused(old: SavedConnection): Promise<void> {
    if (this.all().some((saved) => sameSecret(saved, old))) return
    await this.#parts.secrets.forget(old).catch((error: unknown) => {
      // The new ones work; old ones that the keychain keeps are no reason to fail.
      this.#parts.log('secret.oldKept', { error: error instanceof Error ? error.message : String(error) })
    })
  }

  /** The workspace's name as it is now. */
  rename(saved: SavedConnection, workspaceName: string): void {
    if (workspaceName !== saved.workspaceName) this.#parts.saved.saveConnection({ ...saved, workspaceName })
  }

  /** Rejects with ProblemError if the keychain keeps the secret; the connection is still saved then. */
  async remove(saved: SavedConnection): Promise<void> {
    const others = this.all().filter(({ id }) => id !== saved.id)
    if (!others.some((other) => sameSecret(other, saved))) await this.#parts.secrets.forget(saved)
    this.#sessionOnly.delete(saved.id)
    this.#parts.saved.removeConnection(saved.id)
  }

  #save(saved: SavedConnection, keeping: Keeping): void {
    this.#parts.saved.saveConnection(saved)
    if (keeping === 'sessionOnly') this.#sessionOnly.add(saved.id)
    else this.#sessionOnly.delete(saved.id)
  }

  /** The same credential on the same workspace is the same connection, however often it is entered. */
  #identify(input: ConnectionInput, workspaceSid: string, workspaceName: string): SavedConnection {
    const { accountSid, keySid } = accessFrom(input, workspaceSid)
    const entered = {
      accountSid,
      credentialKind: input.credentials.kind,
      keySid,
      region: input.region,
      workspaceSid,
      workspaceName,
    }
    const known = this.all().find(
      (saved) => saved.workspaceSid === workspaceSid && sameSecret(saved, entered),
    )
    return { id: known?.id ?? this.#parts.newId(), ...entered }
  }
}
