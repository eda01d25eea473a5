import { problemError } from '../../connections/problem-error'
import { supportBundle } from './bundle'

export interface SupportDeskParts {
  /** Log files of the program, oldest first. */
  readonly logs: readonly string[]
  readonly requests: readonly string[]
  readonly facts: () => Promise<Readonly<Record<string, unknown>>>
  /** Everything written so far reaches the disk. */
  readonly flush: () => Promise<unknown>
  /** Asks where to and writes there; false when the supervisor changed their mind. */
  readonly save: (text: string) => Promise<boolean>
  readonly now: () => number
}

/** The support file: made, looked at, and then saved exactly as it was looked at. */
export class SupportDesk {
  readonly #parts: SupportDeskParts
  #made: string | null = null

  constructor(parts: SupportDeskParts) {
    this.#parts = parts
  }

  async preview(): Promise<string> {
    const { flush, facts, logs, now, requests } = this.#parts
    await flush()
    this.#made = await supportBundle({ facts: await facts(), logs, requests, now })
    return this.#made
  }

  /** Rejects with ProblemError `stale` when nothing was looked at, `diskFull` or `storage`. */
  async save(): Promise<boolean> {
    if (this.#made === null) throw problemError('stale', 'Look at the support file before you save it.')
    return this.#parts.save(this.#made)
  }
}

/** A rotated log's files, oldest first. */
export const rotated = (path: string, keep: number): readonly string[] => [
  ...Array.from({ length: keep }, (_, index) => `${path}.${keep - index}`),
  path,
]
