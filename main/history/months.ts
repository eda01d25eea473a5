import { join } from 'node:path'
import type { RecordFiles } from './files'

const FILE = /^history-(\d{4}-\d{2})\.jsonl$/

/** The history's files, one a month of UTC. A month is `2031-02`, so that months sort as text. */
export class Months {
  readonly #files: RecordFiles
  readonly #folder: string

  constructor(files: RecordFiles, folder: string) {
    this.#files = files
    this.#folder = folder
  }

  /** Months that have a file, oldest first. */
  async list(): Promise<string[]> {
    const names = await this.#files.list(this.#folder)
    return names.flatMap((name) => FILE.exec(name)?.[1] ?? []).sort()
  }

  path(month: string): string {
    return join(this.#folder, `history-${month}.jsonl`)
  }

  async removeBefore(month: string): Promise<void> {
    for (const each of await this.list()) if (each < month) await this.#files.remove(this.path(each))
  }
}

export const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7)

/** The oldest month to keep when `keep` whole months are kept besides the current one. */
export function oldestKept(now: number, keep: number): string {
  const date = new Date(now)
  return monthOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - keep, 1))
}
