import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Options } from 'electron-store'

/** Where the document is kept. `read` may throw when the file is damaged; `setAside` then moves it out of the way. */
export interface SettingsFile {
  read(): Promise<unknown>
  write(document: Readonly<Record<string, unknown>>): void
  setAside(): Promise<void>
}

const NAME = 'settings'

type Document = Record<string, unknown>

interface Store {
  store: Document
}

/**
 * settings.json in the profile folder, through electron-store: it writes whole files, atomically. Its own schema and
 * migrations are not used, so that there is one validator (document.ts) and one history (migrations.ts).
 */
export class ElectronSettingsFile implements SettingsFile {
  readonly #folder: string
  readonly #now: () => number
  #store: Store | null = null

  constructor(folder: string, now: () => number = Date.now) {
    this.#folder = folder
    this.#now = now
  }

  async read(): Promise<unknown> {
    return { ...(await this.#open()).store }
  }

  write(document: Readonly<Record<string, unknown>>): void {
    if (this.#store === null) throw new Error('The settings file is written before it was read.')
    this.#store.store = { ...document }
  }

  /** The damaged file stays beside the new one, so that it can be looked at and nothing is lost. */
  async setAside(): Promise<void> {
    const path = join(this.#folder, `${NAME}.json`)
    const stamp = new Date(this.#now()).toISOString().replaceAll(/[:.]/g, '-')
    await copyFile(path, join(this.#folder, `${NAME}.damaged-${stamp}.json`))
    if (this.#store === null) await rm(path, { force: true })
  }

  async #open(): Promise<Store> {
    if (this.#store === null) {
      const { default: ElectronStore } = await import('electron-store')
      const options: Options<Document> = {
        name: NAME,
        cwd: this.#folder,
        clearInvalidConfig: false,
        accessPropertiesByDotNotation: false,
        configFileMode: 0o600,
      }
      this.#store = new ElectronStore<Document>(options)
    }
    return this.#store
  }
}
