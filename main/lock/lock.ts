import type { LockPhase, LockState, LockTrouble } from '../../preload/contract/lock'
import type { Settings } from '../../preload/contract/settings'
import { problemError } from '../connections/problem-error'
import { vaultProblem } from '../connections/secrets'
import type { LockMemory } from '../settings/document'
import type { Clock } from '../taskrouter/clock'
import type { CredentialVault, VaultTrouble } from '../vault/api'
import type { Pins } from './pin'
import { Tries } from './tries'

/** Name of the PIN's hash in the keychain. */
export const PIN_NAME = 'lock/pin'

export interface LockOptions {
  /** The keychain itself: a PIN that only memory knew would be gone with the next start, and the lock with it. */
  readonly keychain: CredentialVault
  readonly pins: Pins
  readonly clock: Pick<Clock, 'monotonic'>
  readonly memory: { lockMemory(): LockMemory; setLockMemory(memory: LockMemory): void }
  readonly settings: () => Pick<Settings, 'lockRequired' | 'theme' | 'density' | 'language'>
  /** Of the operating system, such as `en-GB`. */
  readonly locale: () => string
  /** Jobs that are running. */
  readonly jobs: () => number
  /** The lock has fallen: whatever tells the window something has to stop now. */
  readonly onLock: () => void
  readonly changed: (state: LockState) => void
  /** Signs out of everything. Rejects with ProblemError when something is left. */
  readonly forgetConnections: () => Promise<void>
  readonly log: (event: string, facts: Readonly<Record<string, string | number>>) => void
}

const TROUBLES: Readonly<Record<VaultTrouble['kind'], LockTrouble>> = {
  locked: 'keychainLocked',
  unavailable: 'keychainUnavailable',
  failed: 'keychainFailed',
}

/**
 * Decides whether the window may ask anything. The PIN's hash is in the keychain and nowhere else: it is read for each try and
 * forgotten again. Where the keychain and the program's own memory disagree whether a PIN is set, it is.
 */
export class Lock {
  readonly #options: LockOptions
  readonly #tries: Tries
  #pinSet: boolean
  #locked: boolean
  #trouble: LockTrouble | null = null
  #jobsTold = 0
  /** Tries wait for each other: many at once must not escape the delay. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: LockOptions) {
    this.#options = options
    const { pinSet, wrong } = options.memory.lockMemory()
    this.#pinSet = pinSet
    this.#locked = pinSet
    this.#tries = new Tries(options.clock, wrong)
  }

  /** Asks the keychain whether there is a PIN. Nothing should be connected to before; never rejects. */
  async start(): Promise<void> {
    const kept = await this.#options.keychain.read(PIN_NAME)
    if (kept.kind === 'found') this.#trouble = null
    else if (kept.kind === 'absent') this.#trouble = this.#pinSet ? 'pinLost' : null
    else this.#observe(kept)
    if (kept.kind === 'found' && !this.#pinSet) {
      this.#pinSet = true
      this.#remember()
      this.lock()
    } else this.#tell()
  }

  phase(): LockPhase {
    if (this.#locked) return 'locked'
    return this.#options.settings().lockRequired && !this.#pinSet ? 'choose' : 'open'
  }

  pinSet(): boolean {
    return this.#pinSet
  }

  state(): LockState {
    const { lockRequired, theme, density, language } = this.#options.settings()
    return {
      phase: this.phase(),
      pinSet: this.#pinSet,
      required: lockRequired,
      trouble: this.#trouble,
      wrong: this.#tries.wrong(),
      waitMs: this.#tries.waitMs(),
      jobs: this.#options.jobs(),
      look: { theme, density, language, locale: this.#options.locale() },
    }
  }

  /** Locks at once. False where no PIN is set: there is nothing to lock with. */
  lock(): boolean {
    if (!this.#pinSet) return false
    if (this.#locked) return true
    this.#locked = true
    this.#options.log('lock.locked', {})
    this.#options.onLock()
    this.#tell()
    return true
  }

  /** @throws ProblemError `invalid` where no PIN is set */
  lockNow(): LockState {
    if (!this.lock()) throw problemError('invalid', 'No PIN is set.')
    return this.state()
  }

  /** Rejects with ProblemError: `wrongPin`, `tryLater`, or as the keychain fails. */
  unlock(pin: string): Promise<LockState> {
    return this.#inTurn(async () => {
      if (!this.#locked) return
      await this.#check(pin)
      this.#locked = false
      this.#options.log('lock.unlocked', {})
    })
  }

  /** Rejects with ProblemError: `wrongPin`, `tryLater`, or as the keychain fails; the old PIN, or none, holds then. */
  setPin(current: string | null, pin: string): Promise<LockState> {
    return this.#inTurn(async () => {
      await this.#requireCurrent(current)
      const written = await this.#options.keychain.write(PIN_NAME, await this.#options.pins.hash(pin))
      if (written.kind === 'tooLarge') throw vaultProblem({ kind: 'failed' })
      if (written.kind !== 'stored') throw this.#observe(written)
      this.#trouble = null
      this.#pinSet = true
      this.#tries.forget()
      this.#options.log('lock.pinSet', {})
    })
  }

  /** Rejects with ProblemError: `policy` where an administrator requires one, else as `setPin`. */
  removePin(current: string): Promise<LockState> {
    return this.#inTurn(async () => {
      if (this.#options.settings().lockRequired)
        throw problemError('policy', 'Your administrator requires a PIN.')
      await this.#requireCurrent(current)
      await this.#forgetPin()
    })
  }

  /** For a forgotten PIN. Rejects with ProblemError when the keychain keeps something; the console stays locked then. */
  giveUp(): Promise<LockState> {
    return this.#inTurn(async () => {
      if (!this.#locked) return
      this.#options.log('lock.givenUp', {})
      await this.#options.forgetConnections()
      await this.#forgetPin()
      this.#locked = false
    })
  }

  /** A job has begun or ended; what is running is told to the lock screen. */
  jobsChanged(): void {
    if (this.phase() !== 'open' && this.#options.jobs() !== this.#jobsTold) this.#tell()
  }

  async #inTurn(work: () => Promise<void>): Promise<LockState> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => undefined)
    try {
      await mine
    } finally {
      this.#remember()
      this.#tell()
    }
    return this.state()
  }

  async #requireCurrent(current: string | null): Promise<void> {
    if (this.#locked) throw problemError('locked', 'The console is locked.')
    if (this.#pinSet) await this.#check(current ?? '')
  }

  async #check(pin: string): Promise<void> {
    if (this.#tries.waitMs() > 0) throw problemError('tryLater', 'Too many wrong tries; wait.')
    const kept = await this.#options.keychain.read(PIN_NAME)
    if (kept.kind === 'absent') {
      this.#trouble = 'pinLost'
      throw problemError('wrongPin', 'The keychain no longer holds the PIN.')
    }
    if (kept.kind !== 'found') throw this.#observe(kept)
    this.#trouble = null
    if (await this.#options.pins.matches(pin, kept.secret)) {
      this.#tries.forget()
      return
    }
    this.#tries.failed()
    this.#options.log('lock.wrongPin', { wrong: this.#tries.wrong() })
    throw problemError('wrongPin', 'This is not the PIN.')
  }

  async #forgetPin(): Promise<void> {
    const removed = await this.#options.keychain.remove(PIN_NAME)
    if (removed.kind !== 'removed' && removed.kind !== 'absent') throw this.#observe(removed)
    this.#trouble = null
    this.#pinSet = false
    this.#tries.forget()
    this.#options.log('lock.pinRemoved', {})
  }

  #observe(trouble: VaultTrouble): ReturnType<typeof vaultProblem> {
    this.#options.log('lock.keychain', { kind: trouble.kind, detail: trouble.detail })
    this.#trouble = TROUBLES[trouble.kind]
    return vaultProblem(trouble)
  }

  #remember(): void {
    const memory: LockMemory = { pinSet: this.#pinSet, wrong: this.#tries.wrong() }
    const { pinSet, wrong } = this.#options.memory.lockMemory()
    if (memory.pinSet !== pinSet || memory.wrong !== wrong) this.#options.memory.setLockMemory(memory)
  }

  #tell(): void {
    const state = this.state()
    this.#jobsTold = state.jobs
    this.#options.changed(state)
  }
}
