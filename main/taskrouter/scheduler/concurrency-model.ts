/**
 * How many requests may be under way at once. Grows by one while that is what holds requests back; a 429 of a request that
 * left when more were under way than ever went well is taken for the server's concurrency limit and remembered.
 * Times are monotonic milliseconds. Pure.
 */
export interface ConcurrencyModel {
  limit(): number
  /** A request is waiting although the rate would let it go. */
  held(): void
  /** `underWay`: requests under way when it left, itself included. */
  accepted(underWay: number, now: number): void
  /** Says which limit a 429 speaks of. */
  refused(underWay: number, now: number): 'concurrency' | 'rate'
}

export interface ConcurrencyModelOptions {
  readonly start: number
  readonly max: number
}

const FIRST_PROBE_MS = 30_000
const LAST_PROBE_MS = 600_000

export function createConcurrencyModel({ start, max }: ConcurrencyModelOptions): ConcurrencyModel {
  let limit = Math.min(start, max)
  let proven = 0
  let refusedAt = Infinity
  let probeAt = 0
  let probeDelay = FIRST_PROBE_MS
  let heldSinceGrowth = false
  let acceptedSinceGrowth = 0

  return {
    limit: () => limit,
    held() {
      heldSinceGrowth = true
    },
    accepted(underWay, now) {
      proven = Math.max(proven, Math.min(underWay, refusedAt - 1))
      acceptedSinceGrowth += 1
      if (!heldSinceGrowth || acceptedSinceGrowth < limit || limit >= max) return
      const wouldProbe = limit + 1 >= refusedAt
      if (wouldProbe && now < probeAt) return
      if (wouldProbe) refusedAt = Infinity
      limit += 1
      heldSinceGrowth = false
      acceptedSinceGrowth = 0
    },
    refused(underWay, now) {
      if (underWay <= proven || underWay <= 2) return 'rate'
      if (underWay < refusedAt) {
        refusedAt = underWay
        probeAt = now + probeDelay
        probeDelay = Math.min(LAST_PROBE_MS, probeDelay * 2)
      }
      limit = Math.min(limit, refusedAt - 1)
      acceptedSinceGrowth = 0
      heldSinceGrowth = false
      return 'concurrency'
    },
  }
}
