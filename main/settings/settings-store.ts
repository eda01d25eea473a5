import type { Settings, SettingsState } from '../../preload/contract/settings'
import { problemError } from '../connections/problem-error'
import type { WindowState } from '../shell/window-state'
import {
  EMPTY_DOCUMENT,
  mergeSettings,
  readDocument,
  type LockMemory,
  type SavedConnection,
  type SettingsDocument,
} from './document'
import { migrate } from './migrations'
import { NO_POLICY, type Policy } from './policy'
import type { SettingsFile } from './settings-file'

export interface SettingsStoreOptions {
  readonly file: SettingsFile
  readonly policy?: Policy
  /** Changes within this time are written together, ms. */
  readonly writeAfterMs?: number
  readonly log: (event: string, facts?: Readonly<Record<string, string | number>>) => void
}

/** What main may change: more than the window may. */
export type SettingsChange = { readonly [Key in keyof Settings]?: Settings[Key] | undefined }

/**
 * What the supervisor chose, the saved connections and the window's place, kept in one document. Reading is from memory;
 * writing is put off and done together, and once more by `flush` when the program ends.
 */
export class SettingsStore {
  readonly #file: SettingsFile
  readonly #policy: Policy
  readonly #writeAfterMs: number
  readonly #log: SettingsStoreOptions['log']
  readonly #listeners = new Set<(state: SettingsState) => void>()
  #document: SettingsDocument
  readonly #recovered: boolean
  #timer: NodeJS.Timeout | null = null

  private constructor(options: SettingsStoreOptions, document: SettingsDocument, recovered: boolean) {
    this.#file = options.file
    this.#policy = options.policy ?? NO_POLICY
    this.#writeAfterMs = options.writeAfterMs ?? 500
    this.#log = options.log
    this.#document = document
    this.#recovered = recovered
  }

  /** Reads the file. A damaged one is set aside and its good parts are kept; the start never fails because of it. */
  static async open(options: SettingsStoreOptions): Promise<SettingsStore> {
    let raw: unknown
    let readable = true
    try {
      raw = migrate(await options.file.read())
    } catch {
      readable = false
    }
    const { document, dropped } = readable
      ? readDocument(raw)
      : { document: EMPTY_DOCUMENT, dropped: ['file'] }
    if (dropped.length === 0) return new SettingsStore(options, document, false)
    options.log('settings.damaged', { dropped: dropped.join(', ') })
    try {
      await options.file.setAside()
      if (!readable) await options.file.read()
    } catch (error) {
      options.log('settings.setAsideFailed', {
        error: error instanceof Error ? error.message : String(error),
      })
    }
    return new SettingsStore(options, document, true)
  }

  state(): SettingsState {
    return {
      settings: mergeSettings(
        this.#managedDefaults(),
        this.#policy.defaults,
        this.#document.settings,
        this.#policy.enforced,
      ),
      locked: Object.keys(this.#policy.enforced) as (keyof Settings)[],
      recovered: this.#recovered,
      policy: { sources: this.#policy.sources, faults: this.#policy.faults },
    }
  }

  /** @throws ProblemError `policy` when the patch names a field an administrator has fixed; nothing is changed then. */
  set(patch: SettingsChange): SettingsState {
    const locked = Object.keys(patch).filter((key) => Object.hasOwn(this.#policy.enforced, key))
    if (locked.length > 0) throw problemError('policy', `Fixed by your administrator: ${locked.join(', ')}.`)
    const chosen = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
    this.#change({ settings: { ...this.#document.settings, ...chosen } })
    const state = this.state()
    for (const listener of this.#listeners) listener(state)
    return state
  }

  onChange(listener: (state: SettingsState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  connections(): readonly SavedConnection[] {
    return this.#document.connections
  }

  activeConnectionId(): string | null {
    return this.#document.activeConnectionId
  }

  /** Adds a connection or replaces the one with its id. */
  saveConnection(connection: SavedConnection): void {
    const others = this.#document.connections.filter(({ id }) => id !== connection.id)
    this.#change({ connections: [...others, connection] })
  }

  removeConnection(id: string): void {
    this.#change({
      connections: this.#document.connections.filter((connection) => connection.id !== id),
      ...(this.#document.activeConnectionId === id ? { activeConnectionId: null } : {}),
    })
  }

  setActiveConnection(id: string | null): void {
    if (id !== this.#document.activeConnectionId) this.#change({ activeConnectionId: id })
  }

  windowState(): WindowState | null {
    return this.#document.window
  }

  setWindowState(window: WindowState): void {
    this.#change({ window })
  }

  lockMemory(): LockMemory {
    return this.#document.lock
  }

  setLockMemory(lock: LockMemory): void {
    this.#change({ lock })
  }

  /** Writes what is still waiting. */
  flush(): void {
    if (this.#timer === null) return
    clearTimeout(this.#timer)
    this.#timer = null
    try {
      this.#file.write({ ...this.#document })
    } catch (error) {
      this.#log('settings.writeFailed', { error: error instanceof Error ? error.message : String(error) })
    }
  }

  /** Whoever manages the computer also brings new versions to it, unless their policy says otherwise. */
  #managedDefaults(): Partial<Settings> {
    return this.#policy.sources.length === 0 ? {} : { updates: 'off' }
  }

  #change(part: Partial<SettingsDocument>): void {
    this.#document = { ...this.#document, ...part }
    this.#timer ??= setTimeout(() => {
      this.flush()
    }, this.#writeAfterMs)
  }
}
