import type { Clock } from '../../main/taskrouter/clock'

export interface Limits {
  /** Requests per second. */
  readonly rate: number
  readonly burst: number
  readonly concurrent: number
  readonly latencyMs: number
  /** Send `X-Rate-Limit-*` with every answer. */
  readonly headers?: boolean
  /** Seconds in `Retry-After` with a 429. */
  readonly retryAfter?: number
}

export interface LimitedAnswer {
  readonly status: 200 | 429
  readonly headers: ReadonlyMap<string, string>
}

export interface LimitedServer {
  handle(): Promise<LimitedAnswer>
  limits: Limits
  readonly accepted: number
  readonly refused: number
  /** What a client that knew the limits could have got through by now. */
  allowed(): number
}

/** TaskRouter's limits as a client feels them: token bucket and concurrency, both answering 429. */
export function createLimitedServer(clock: Clock, initial: Limits): LimitedServer {
  let limits = initial
  let tokens = limits.burst
  let refilledAt = clock.monotonic()
  let allowed = limits.burst
  let running = 0
  let accepted = 0
  let refused = 0

  const refill = () => {
    const now = clock.monotonic()
    const gained = ((now - refilledAt) * limits.rate) / 1_000
    tokens = Math.min(limits.burst, tokens + gained)
    allowed += gained
    refilledAt = now
  }
  const wait = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      clock.schedule(resolve, milliseconds)
    })

  return {
    get limits() {
      return limits
    },
    set limits(next) {
      refill()
      limits = next
    },
    get accepted() {
      return accepted
    },
    get refused() {
      return refused
    },
    allowed() {
      refill()
      return allowed
    },
    async handle() {
      // A quarter of the time is the way there, a quarter the way back.
      const way = limits.latencyMs / 4
      await wait(way)
      refill()
      const pass = tokens >= 1 && running < limits.concurrent
      if (pass) {
        tokens -= 1
        running += 1
        accepted += 1
        const headers = limitHeaders(limits, tokens)
        await wait(limits.latencyMs / 2)
        running -= 1
        await wait(way)
        return { status: 200, headers }
      }
      refused += 1
      const headers = limitHeaders(limits, tokens)
      if (limits.retryAfter !== undefined) headers.set('retry-after', String(limits.retryAfter))
      await wait(way)
      return { status: 429, headers }
    },
  }
}

function limitHeaders({ headers, burst }: Limits, tokens: number): Map<string, string> {
  if (headers !== true) return new Map()
  return new Map([
    ['x-rate-limit-limit', String(burst)],
    ['x-rate-limit-remaining', String(Math.floor(tokens))],
    ['x-rate-limit-config', 'general'],
  ])
}
