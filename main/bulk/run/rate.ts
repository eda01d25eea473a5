/** The rate is that of the last seconds: long enough to be calm, short enough to follow the server's mood. */
const WINDOW_MS = 5_000
/** Less than this says nothing yet. */
const MIN_SPAN_MS = 500

/** How many rows end per second. Fed with a clock that never jumps. */
export class RateMeter {
  #marks: { readonly at: number; readonly rows: number }[] = []
  #startedAt: number | null = null

  add(at: number, rows: number): void {
    this.#startedAt ??= at
    this.#marks.push({ at, rows })
  }

  /** Forgets everything: after a pause the old rate means nothing. */
  reset(): void {
    this.#marks = []
    this.#startedAt = null
  }

  perSecond(now: number): number | null {
    const since = now - WINDOW_MS
    this.#marks = this.#marks.filter(({ at }) => at > since)
    if (this.#startedAt === null) return null
    const span = now - Math.max(this.#startedAt, since)
    if (span < MIN_SPAN_MS) return null
    const rows = this.#marks.reduce((sum, mark) => sum + mark.rows, 0)
    return (rows * 1_000) / span
  }
}
