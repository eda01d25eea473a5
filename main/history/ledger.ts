import { follows, NO_LINE_BEFORE, readLine } from './chain'

/** What is known of one month's file. */
interface Month {
  readonly month: string
  lines: number
  /** Hash of its last line; that of the month before while it is empty. */
  lastHash: string
}

/** The chain of hashes through all months, as verified at the start and lengthened since. */
export class ChainLedger {
  readonly #months: Month[] = []
  readonly #start: string
  #brokenAt: number | null = null

  /** @param start hash that the first line has to follow */
  constructor(start: string = NO_LINE_BEFORE) {
    this.#start = start
  }

  get lastHash(): string {
    return this.#months.at(-1)?.lastHash ?? this.#start
  }

  get state(): { readonly intact: boolean; readonly lines: number; readonly brokenAt: number | null } {
    const lines = this.#months.reduce((sum, month) => sum + month.lines, 0)
    return { intact: this.#brokenAt === null, lines, brokenAt: this.#brokenAt }
  }

  /** Takes a line that was found on disk; lines come in their order. */
  found(month: string, text: string): void {
    const line = readLine(text)
    const linked = line !== null && follows(this.lastHash, line)
    this.written(month, 1, line?.hash ?? this.lastHash)
    if (!linked) this.#brokenAt ??= this.state.lines
  }

  /** Takes lines that were written just now. */
  written(month: string, lines: number, lastHash: string): void {
    let current = this.#months.at(-1)
    if (current?.month !== month) {
      current = { month, lines: 0, lastHash }
      this.#months.push(current)
    }
    current.lines += lines
    current.lastHash = lastHash
  }

  /** The hash that the first line of `month` follows, or null if nothing is known of any month before it. */
  hashBefore(month: string): string | null {
    return this.#months.filter((one) => one.month < month).at(-1)?.lastHash ?? null
  }

  /** Forgets the months before `month`; a break in them goes with them. */
  forgetBefore(month: string): void {
    const kept = this.#months.findIndex((one) => one.month >= month)
    const dropped = this.#months.splice(0, kept === -1 ? Math.max(0, this.#months.length) : kept)
    const lines = dropped.reduce((sum, one) => sum + one.lines, 0)
    if (this.#brokenAt !== null) this.#brokenAt = this.#brokenAt > lines ? this.#brokenAt - lines : null
  }
}
