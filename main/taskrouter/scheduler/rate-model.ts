/**
 * A mirror of the server's rate limit, learned from its answers. The server is taken for a token bucket of unknown rate and
 * size (a fixed window behaves alike). Every way to know its level is used: a 429 says "empty now", `X-Rate-Limit-Remaining`
 * says how much is left. Between two known levels the true rate is plain arithmetic:
 * (accepted + change of level) ÷ time, whatever we sent in between. So two refusals are enough, and no storm is needed.
 * Times are monotonic milliseconds. Pure: no timers, no I/O.
 */

export interface RateModelOptions {
  /** Requests per second allowed before anything is known. Low enough that running into a limit costs a handful of 429. */
  readonly startRate: number
  /** Requests that may go at once before anything is known. */
  readonly startBurst: number
  readonly maxRate: number
}

export interface LevelReport {
  readonly limit: number
  readonly remaining: number
}

export interface RateModel {
  /** Requests that could go now; may be fractional, and negative just after a refusal. */
  tokens(now: number): number
  /** ms until `tokens` reaches `wanted`; Infinity if it never does. */
  waitFor(wanted: number, now: number): number
  /** One request leaves. `held` says that it had to wait for the rate, which is what lets the rate be tried upwards. */
  take(now: number, held: boolean): void
  accepted(now: number, inFlight: number, report: LevelReport | null): void
  /** A 429 that is not about concurrency. `sentAt`: when that request left. */
  refused(now: number, sentAt: number): void
  /** Requests per second, or null while no limit has shown itself. */
  rate(): number | null
  /** No limit has shown itself, or it was measured: a refusal would be a surprise. */
  settled(): boolean
  /** Largest burst that the model would send. */
  capacity(): number
}

const MIN_RATE = 0.2
/** Shortest time between two refusals from which a rate is computed, and the shortest that counts as firm. */
const MIN_SPAN_MS = 400
const FIRM_SPAN_MS = 2_500
const EPISODE_MEMORY_MS = 8_000
const STALE_SPAN_MS = 15_000
/** What is used of an estimate: the rest pays for its error. */
const MARGIN = 0.985
/** Growth per second while the rate is what holds requests back. */
const GROWTH_OPEN = 0.12
const GROWTH_SEARCHING = 0.06
const GROWTH_FIRST = 0.003
const GROWTH_FIRM = 0.0003
const GROWTH_MAX = 0.05
const RING = 1_024
/** Reported tokens that are left alone: other programs of the account may be using them up meanwhile. */
const HEADROOM = 3

interface Mark {
  readonly at: number
  readonly level: number
  readonly accepted: number
}

export function createRateModel({ startRate, startBurst, maxRate }: RateModelOptions): RateModel {
  let open = true
  let rate = startRate
  let capacity = startBurst
  let level = startBurst
  let refilledAt: number | null = null
  let grownAt = 0
  let acceptedTotal = 0
  /** Times at which requests were accepted before a limit showed; they tell how large the bucket must be. */
  let history: number[] | null = []
  let episodes: Mark[] = []
  let decreasedAt = -Infinity
  let firmEstimates = 0
  /** The bucket was full at some moment since the last refusal: what it would have gained more is unknown. */
  let wasFull = true
  let fillUsedUp = true
  let reports: Mark[] = []
  let lastReport: (LevelReport & { readonly at: number }) | null = null
  let reportsTrusted = true

  function refill(now: number): void {
    if (refilledAt !== null && now > refilledAt) {
      level += (rate * (now - refilledAt)) / 1_000
      if (level >= capacity) {
        level = capacity
        wasFull = true
        fillUsedUp = false
      }
    }
    refilledAt = Math.max(refilledAt ?? now, now)
  }

  function growth(now: number): number {
    if (open) return GROWTH_OPEN
    if (firmEstimates === 0) return GROWTH_SEARCHING
    const quietMs = now - decreasedAt
    const base = firmEstimates === 1 ? GROWTH_FIRST : GROWTH_FIRM
    // After a long quiet time the limit may have been raised: try harder.
    return Math.min(GROWTH_MAX, base * 2 ** Math.max(0, (quietMs - 20_000) / 12_000))
  }

  function setRate(value: number): void {
    rate = Math.min(maxRate, Math.max(MIN_RATE, value))
  }

  /** The smallest bucket that could have accepted everything so far, if it refills at `rate`. */
  function neededBucket(): number {
    let fill = 0
    let largest = 0
    let before: number | null = null
    for (const at of history ?? []) {
      fill = Math.max(0, fill - (rate * (at - (before ?? at))) / 1_000) + 1
      largest = Math.max(largest, fill)
      before = at
    }
    return largest
  }

  /** Rate between the oldest usable refusal and now, both of which found the bucket empty. */
  function estimateFromRefusals(now: number): { readonly rate: number; readonly spanMs: number } | null {
    const from = episodes[0]
    if (from === undefined || wasFull) return null
    const spanMs = now - from.at
    return spanMs < MIN_SPAN_MS ? null : { rate: ((acceptedTotal - from.accepted) * 1_000) / spanMs, spanMs }
  }

  function leaveOpen(value: number): void {
    open = false
    setRate(value)
  }

  function learnFrom(now: number, inFlight: number, report: LevelReport): void {
    lastReport = { ...report, at: now }
    level = Math.min(level, Math.max(0, report.remaining - inFlight / 2))
    if (!open) {
      capacity = Math.max(capacity, report.limit - HEADROOM)
      level = Math.max(level, report.remaining - inFlight - HEADROOM)
    }
    // A full bucket says nothing about how fast it refills.
    if (report.remaining >= report.limit - 1) {
      reports = []
      return
    }
    reports = reports.filter(({ at }) => now - at <= 6_000)
    const from = reports[0]
    reports.push({ at: now, level: report.remaining, accepted: acceptedTotal })
    const nearlyEmpty = report.remaining <= Math.max(4, report.limit / 10)
    if (from === undefined || now - from.at < 1_000) {
      if (open && nearlyEmpty) leaveOpen(rate / 2)
      return
    }
    const change = report.remaining - from.level
    const observed = ((acceptedTotal - from.accepted + change) * 1_000) / (now - from.at)
    if (open) {
      if (nearlyEmpty || change < -report.limit / 4) {
        leaveOpen(observed)
        capacity = Math.max(capacity, Math.floor(neededBucket()))
        history = null
      }
    } else if (observed > rate || change < -2) {
      setRate(rate + 0.2 * (observed - rate))
    }
  }

  return {
    tokens(now) {
      refill(now)
      return level
    },
    waitFor(wanted, now) {
      refill(now)
      if (level >= wanted - 1e-6) return 0
      return wanted > capacity ? Infinity : ((wanted - level) * 1_000) / rate
    },
    take(now, held) {
      refill(now)
      level -= 1
      const sinceGrowth = Math.min(250, now - grownAt)
      grownAt = now
      const reportedLow = lastReport !== null && lastReport.remaining < lastReport.limit / 8
      if (held && !reportedLow) setRate(rate * (1 + (growth(now) * sinceGrowth) / 1_000))
      if (level < 1 && !fillUsedUp) {
        // A whole bucket was spent without refusal: it may be larger than we think.
        fillUsedUp = true
        if (!open) capacity = capacity * 1.25 + 1
      }
    },
    accepted(now, inFlight, report) {
      refill(now)
      acceptedTotal += 1
      if (history !== null) {
        history.push(now)
        if (history.length > RING) history.shift()
      }
      if (report !== null && reportsTrusted) learnFrom(now, inFlight, report)
    },
    refused(now, sentAt) {
      refill(now)
      level = Math.min(level, 0)
      if (lastReport !== null && now - lastReport.at < 1_000 && lastReport.remaining > lastReport.limit / 2) {
        // The headers speak of some other limit than the one we ran into.
        reportsTrusted = false
        lastReport = null
      }
      // Requests that were already under way when we slowed down tell nothing new.
      if (sentAt <= decreasedAt) return
      const soonAgain = now - decreasedAt < 3_000
      const estimate = estimateFromRefusals(now)
      if (open) {
        leaveOpen(rate / 2)
        // Provisional: with too low a rate it comes out too large, which the next refusals correct.
        capacity = Math.max(1, neededBucket() * 0.9)
      } else if (estimate !== null && estimate.spanMs > STALE_SPAN_MS && estimate.rate < rate * 0.8) {
        // So far below what went well a moment ago: we had been slower than allowed for long, and the bucket was full.
        setRate(rate * 0.85)
        firmEstimates = 0
      } else if (estimate !== null) {
        setRate(Math.min(estimate.rate, rate) * MARGIN)
        if (soonAgain && firmEstimates > 1) firmEstimates = 0
        else if (estimate.spanMs >= FIRM_SPAN_MS) firmEstimates += 1
      } else if (wasFull) {
        capacity = Math.max(1, capacity * 0.8)
        setRate(rate * 0.97)
      } else {
        setRate(rate / 2)
      }
      if (history !== null && estimate !== null) {
        capacity = Math.max(1, neededBucket() * 0.9)
        history = null
      }
      level = Math.min(level, 0)
      episodes = episodes.filter(
        ({ at }, index) => now - at <= EPISODE_MEMORY_MS || index === episodes.length - 1,
      )
      if (wasFull) episodes = []
      episodes.push({ at: now, level: 0, accepted: acceptedTotal })
      wasFull = false
      fillUsedUp = true
      decreasedAt = now
    },
    rate: () => (open ? null : rate),
    settled: () => open || firmEstimates > 0,
    capacity: () => capacity,
  }
}
