import type { Settings } from './settings'

/** A PIN, or any passphrase, has between this and that many characters. */
export const PIN_MIN = 4
export const PIN_MAX = 64

/**
 * How the console stands: `open` · `locked`: only the PIN opens it · `choose`: an administrator requires a PIN, and none has
 * been chosen yet.
 */
export type LockPhase = 'open' | 'locked' | 'choose'

/** Why the keychain cannot keep or give the PIN. `pinLost`: one was set, and the keychain holds it no longer. */
export type LockTrouble = 'keychainLocked' | 'keychainUnavailable' | 'keychainFailed' | 'pinLost'

/** All that the window knows of the lock. Nothing of the PIN is in it. */
export interface LockState {
  readonly phase: LockPhase
  readonly pinSet: boolean
  /** An administrator requires a PIN. */
  readonly required: boolean
  /** What the keychain showed of itself when it was asked last; null = it works. */
  readonly trouble: LockTrouble | null
  /** Wrong tries since the last right one. */
  readonly wrong: number
  /** Ms until the next try is looked at; 0 = now. */
  readonly waitMs: number
  /** Jobs that go on meanwhile. */
  readonly jobs: number
  /** What the lock screen needs in order to look and speak as the rest: the settings themselves are not told while locked. */
  readonly look: Pick<Settings, 'theme' | 'density' | 'language'> & { readonly locale: string }
}
