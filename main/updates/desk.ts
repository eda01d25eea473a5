import type { UpdateMode, UpdateState } from '../../preload/contract/updates'
import { problemError } from '../connections/problem-error'
import type { Clock } from '../taskrouter/clock'
import { SELF_INSTALLING, type PackageFormat } from './format'
import { UpdateRefused, type Updater } from './updater'

export interface UpdateDeskOptions {
  readonly clock: Clock
  /** What supervisor or administrator decided. */
  readonly mode: () => UpdateMode
  readonly format: PackageFormat
  /** Null: this build has no address to ask. */
  readonly feed: string | null
  readonly load: (format: PackageFormat) => Promise<Updater>
  /** True while a job runs: nothing ends the program then. */
  readonly busy: () => boolean
  readonly changed: (state: UpdateState) => void
  readonly log: (event: string, facts?: Readonly<Record<string, string>>) => void
}

/** The first look comes when the start is over and forgotten, the next ones once a day. */
const FIRST_LOOK_MS = 5 * 60_000
const NEXT_LOOK_MS = 24 * 3_600_000

const NOTHING = { version: null, percent: null, checkedAt: null, problem: null } as const

/** Newer versions: looked for, fetched and told by what was decided; installed only when somebody says so and nothing runs. */
export class UpdateDesk {
  readonly #options: UpdateDeskOptions
  #updater: Promise<Updater> | null = null
  #state: UpdateState
  #cancel: (() => void) | null = null
  #closed = false

  constructor(options: UpdateDeskOptions) {
    this.#options = options
    const installable = SELF_INSTALLING.has(options.format)
    this.#state = { ...NOTHING, phase: 'idle', installable }
    this.#state = { ...this.#state, phase: this.#resting() }
    this.#lookIn(FIRST_LOOK_MS)
  }

  state(): UpdateState {
    return this.#state
  }

  /** Looks now. @throws ProblemError `policy` where updates are off, `notFound` where there is nothing to ask */
  async check(): Promise<UpdateState> {
    const { feed, mode } = this.#options
    if (mode() === 'off') throw problemError('policy', 'Updates are switched off here.')
    if (feed === null) throw problemError('notFound', 'This build has no address to ask for updates.')
    await this.#look()
    return this.#state
  }

  /** Fetches what was found. @throws ProblemError `notFound` when there is nothing to fetch from here */
  async download(): Promise<UpdateState> {
    const { installable, phase } = this.#state
    if (this.#options.mode() === 'off') throw problemError('policy', 'Updates are switched off here.')
    if (!installable || phase !== 'available') throw problemError('notFound', 'There is nothing to fetch.')
    await this.#fetch()
    return this.#state
  }

  /** Ends the program and starts the newer one. @throws ProblemError `busy` while a job runs, `notFound` before it is fetched */
  async install(): Promise<UpdateState> {
    if (this.#state.phase !== 'ready') throw problemError('notFound', 'There is nothing to install.')
    if (this.#options.busy()) throw problemError('busy', 'A job is running. Install when it is over.')
    this.#options.log('updates.install', { version: this.#state.version ?? '' })
    const updater = await this.#loaded()
    // Asked once more: a job may have begun while the updater was waited for.
    if (this.#options.busy()) throw problemError('busy', 'A job is running. Install when it is over.')
    updater.install()
    return this.#state
  }

  /** The mode may have changed. */
  settingsChanged(): void {
    const off = this.#options.mode() === 'off'
    if (off !== (this.#state.phase === 'off')) this.#put({ ...NOTHING, phase: this.#resting() })
  }

  close(): void {
    this.#closed = true
    this.#cancel?.()
  }

  #resting(): UpdateState['phase'] {
    const { feed, mode } = this.#options
    if (mode() === 'off') return 'off'
    return feed === null ? 'noFeed' : 'idle'
  }

  #lookIn(milliseconds: number): void {
    if (this.#options.feed === null || this.#closed) return
    this.#cancel = this.#options.clock.schedule(() => {
      this.#lookIn(NEXT_LOOK_MS)
      if (this.#options.mode() !== 'off') void this.#look()
    }, milliseconds)
  }

  async #look(): Promise<void> {
    const { phase } = this.#state
    if (phase === 'checking' || phase === 'downloading' || phase === 'ready') return
    this.#put({ phase: 'checking', problem: null })
    try {
      const version = await (await this.#loaded()).check()
      if (this.#options.mode() === 'off') return
      const checkedAt = this.#options.clock.now()
      this.#put({ phase: version === null ? 'current' : 'available', version, checkedAt })
      if (version === null) return
      this.#options.log('updates.available', { version })
      if (this.#options.mode() === 'download' && this.#state.installable) await this.#fetch()
    } catch (error) {
      this.#fail(error)
    }
  }

  async #fetch(): Promise<void> {
    this.#put({ phase: 'downloading', percent: 0, problem: null })
    try {
      await (
        await this.#loaded()
      ).download((percent) => {
        const whole = Math.floor(percent)
        if (whole !== this.#state.percent && this.#state.phase === 'downloading')
          this.#put({ percent: whole })
      })
      this.#put({ phase: 'ready', percent: null })
    } catch (error) {
      this.#fail(error)
    }
  }

  #loaded(): Promise<Updater> {
    this.#updater ??= this.#options.load(this.#options.format)
    // A module that could not be loaded is tried again the next time.
    this.#updater.catch(() => {
      this.#updater = null
    })
    return this.#updater
  }

  #fail(error: unknown): void {
    const problem = error instanceof UpdateRefused ? 'refused' : 'unreachable'
    this.#options.log('updates.failed', {
      problem,
      error: error instanceof Error ? error.message : String(error),
    })
    this.#put({ phase: 'failed', percent: null, problem })
  }

  #put(part: Partial<UpdateState>): void {
    if (this.#closed) return
    this.#state = { ...this.#state, ...part }
    this.#options.changed(this.#state)
  }
}
