/**
 * How far the server's clock is from the workstation's, learned from `Date` headers. Ages shown to supervisors are
 * measured with the server's time, so a wrong workstation clock does no harm.
 */
export interface ServerClock {
  /** All in ms since 1970; `sentAt` and `receivedAt` by the workstation. */
  observe(date: number, sentAt: number, receivedAt: number): void
  /** Server minus workstation in ms, the median of recent answers; 0 until known. */
  offset(): number
}

const REMEMBERED = 15

export function createServerClock(): ServerClock {
  const recent: number[] = []
  return {
    observe(date, sentAt, receivedAt) {
      // The header has whole seconds: on average the true time is half a second later. It was written about half a round
      // trip before it was read.
      recent.push(date + 500 - (sentAt + receivedAt) / 2)
      if (recent.length > REMEMBERED) recent.shift()
    },
    offset() {
      if (recent.length === 0) return 0
      const sorted = [...recent].sort((a, b) => a - b)
      const middle = Math.floor(sorted.length / 2)
      const upper = sorted[middle] ?? 0
      return Math.round(sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2)
    },
  }
}

/** ms since 1970 of an HTTP date, or null. */
export function readHttpDate(header: string | undefined): number | null {
  if (header === undefined) return null
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : at
}
