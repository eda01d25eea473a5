import type { AlertEntry, QuietHours } from '../../preload/contract/alerts'

const MINUTES_A_DAY = 24 * 60
const MINUTE_MS = 60_000

/** Minutes after midnight of `HH:MM`. */
function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

/**
 * Ms until quiet hours end, 0 when it is not quiet. Equal times mean no quiet hours.
 * @param localMinutes minutes after local midnight, with fractions
 */
export function quietForMs(hours: QuietHours | null, localMinutes: number): number {
  if (hours === null) return 0
  const from = minutesOf(hours.from)
  const length = (minutesOf(hours.to) - from + MINUTES_A_DAY) % MINUTES_A_DAY
  const into = (localMinutes - from + MINUTES_A_DAY) % MINUTES_A_DAY
  return into < length ? Math.ceil((length - into) * MINUTE_MS) : 0
}

export interface NoticesOptions {
  readonly now: () => number
  readonly setTimeout: (run: () => void, ms: number) => unknown
  readonly clearTimeout: (timer: unknown) => void
  readonly quietForMs: () => number
  /** Whether the alert still lasts: what is over by the time it could be told is not told. */
  readonly isOpen: (entry: AlertEntry) => boolean
  readonly show: (entries: readonly AlertEntry[]) => void
}

/** Alerts that begin within this time share a notice. */
const GATHER_MS = 1_500
/** At most one notice in this time. */
const GAP_MS = 60_000

/** Decides when alerts become a desktop notice: gathered, rate-limited, and silent in quiet hours. */
export class Notices {
  private waiting: AlertEntry[] = []
  private timer: unknown = null
  private lastAt = Number.NEGATIVE_INFINITY

  constructor(private readonly options: NoticesOptions) {}

  add(entries: readonly AlertEntry[]): void {
    if (entries.length === 0) return
    this.waiting.push(...entries)
    this.plan()
  }

  close(): void {
    if (this.timer !== null) this.options.clearTimeout(this.timer)
    this.timer = null
    this.waiting = []
  }

  private plan(): void {
    if (this.timer !== null) return
    const { now, quietForMs: quiet } = this.options
    const wait = Math.max(GATHER_MS, this.lastAt + GAP_MS - now(), quiet())
    this.timer = this.options.setTimeout(() => {
      this.timer = null
      this.flush()
    }, wait)
  }

  private flush(): void {
    const open = this.waiting.filter(this.options.isOpen)
    if (open.length === 0) {
      this.waiting = []
      return
    }
    // Quiet hours may have begun, or been set, while the notice waited.
    if (this.options.quietForMs() > 0) {
      this.plan()
      return
    }
    this.waiting = []
    this.lastAt = this.options.now()
    this.options.show(open)
  }
}
