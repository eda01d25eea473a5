/** Requests per second and burst of a bucket; `rps` 0 means no limit. */
export interface BucketOptions {
  readonly rps: number
  readonly burst: number
}

/** A token bucket on real time (ms from any fixed moment), as the service meters requests. */
export class TokenBucket {
  private tokens: number
  private filledAt: number

  constructor(
    private readonly options: BucketOptions,
    private readonly clock: () => number,
  ) {
    this.tokens = options.burst
    this.filledAt = clock()
  }

  /** Takes one token if there is one. */
  take(): boolean {
    if (this.options.rps <= 0) return true
    this.refill()
    if (this.tokens < 1) return false
    this.tokens--
    return true
  }

  get remaining(): number {
    if (this.options.rps <= 0) return UNLIMITED
    this.refill()
    return Math.floor(this.tokens)
  }

  get limit(): number {
    return this.options.rps <= 0 ? UNLIMITED : this.options.rps
  }

  private refill(): void {
    const now = this.clock()
    this.tokens = Math.min(
      this.options.burst,
      this.tokens + ((now - this.filledAt) / 1000) * this.options.rps,
    )
    this.filledAt = now
  }
}

/** What the headers say where nothing is limited. */
const UNLIMITED = 1000

export interface LimitOptions {
  readonly rps: number
  readonly burst: number
  /** Requests at once; 0 means no limit. */
  readonly concurrency: number
  readonly expressionRps: number
  readonly bulkStatisticsRps: number
}

export interface Admission {
  readonly admitted: boolean
  readonly headers: Readonly<Record<string, string>>
}

/** Decides which requests are served and tells the limits in the headers of every answer. */
export class Limits {
  private readonly general: TokenBucket
  private readonly expressions: TokenBucket
  private readonly bulkStatistics: TokenBucket
  private running = 0

  constructor(
    readonly options: LimitOptions,
    clock: () => number,
  ) {
    const burst = options.burst > 0 ? options.burst : Math.max(1, options.rps)
    this.general = new TokenBucket({ rps: options.rps, burst }, clock)
    this.expressions = new TokenBucket(
      { rps: options.expressionRps, burst: Math.max(1, options.expressionRps) },
      clock,
    )
    const bulkBurst = Math.max(1, options.bulkStatisticsRps)
    this.bulkStatistics = new TokenBucket({ rps: options.bulkStatisticsRps, burst: bulkBurst }, clock)
  }

  /** Asks to serve one request; an admitted one must be ended with `leave`. */
  enter(path: string, query: URLSearchParams): Admission {
    const bucket = this.bucketFor(path, query)
    const crowded = this.options.concurrency > 0 && this.running >= this.options.concurrency
    const admitted = !crowded && this.general.take() && (bucket === this.general || bucket.take())
    if (admitted) this.running++
    return {
      admitted,
      headers: {
        'X-Rate-Limit-Limit': String(bucket.limit),
        'X-Rate-Limit-Remaining': String(bucket.remaining),
        'X-Rate-Limit-Config': this.nameOf(bucket),
        'Twilio-Concurrent-Requests': String(this.running),
      },
    }
  }

  leave(): void {
    this.running--
  }

  private bucketFor(path: string, query: URLSearchParams): TokenBucket {
    if (EXPRESSION_FILTERS.some((name) => query.has(name))) return this.expressions
    return path.endsWith('/TaskQueues/RealTimeStatistics') ? this.bulkStatistics : this.general
  }

  private nameOf(bucket: TokenBucket): string {
    if (bucket === this.expressions) return 'expression-filters'
    return bucket === this.bulkStatistics ? 'bulk-statistics' : 'default'
  }
}

const EXPRESSION_FILTERS = ['EvaluateTaskAttributes', 'TargetWorkersExpression', 'EvaluateWorkerAttributes']
