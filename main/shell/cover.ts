import type { PowerMonitor } from 'electron'
import type { Settings } from '../../preload/contract/settings'
import type { Clock } from '../taskrouter/clock'

export interface CoverOptions {
  readonly clock: Pick<Clock, 'schedule'>
  /** Seconds without mouse or keyboard, of the whole computer. */
  readonly idleSeconds: () => number
  readonly settings: () => Pick<Settings, 'coverAfterMinutes' | 'coverWithScreen'>
  /** Locks the console or, without a PIN, tells the window to hide what it shows. Doing it again does no harm. */
  readonly tell: () => void
}

const LOOK_EVERY_MS = 10_000

/**
 * Notices that nobody sits in front of the computer. With a PIN the console locks then; without one the window is only covered,
 * which keeps what is shown from passers-by and from a shared screen and stops nobody who presses a button.
 */
export class Cover {
  readonly #options: CoverOptions
  #cancel: () => void = () => undefined

  constructor(options: CoverOptions) {
    this.#options = options
    this.#lookAgain()
  }

  /** The operating system has locked its screen or fallen asleep. */
  screenLocked(): void {
    if (this.#options.settings().coverWithScreen) this.#options.tell()
  }

  close(): void {
    this.#cancel()
  }

  #lookAgain(): void {
    this.#cancel = this.#options.clock.schedule(() => {
      const { coverAfterMinutes: minutes } = this.#options.settings()
      if (minutes !== null && this.#options.idleSeconds() >= minutes * 60) this.#options.tell()
      this.#lookAgain()
    }, LOOK_EVERY_MS)
  }
}

/** Opens a cover that follows the computer's own idle time, lock and sleep. */
export function openCover(
  power: Pick<PowerMonitor, 'on' | 'getSystemIdleTime'>,
  options: Omit<CoverOptions, 'idleSeconds'>,
): Cover {
  const cover = new Cover({ ...options, idleSeconds: () => power.getSystemIdleTime() })
  for (const event of ['lock-screen', 'suspend'] as const)
    power.on(event as 'suspend', () => {
      cover.screenLocked()
    })
  return cover
}
