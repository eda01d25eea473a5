/** Statuses that may last too long, each with an age of its own: since the offer, the accept, the start of wrap-up. */
export const TIMED_STATUSES = ['pending', 'accepted', 'wrapping'] as const
export type TimedStatus = (typeof TIMED_STATUSES)[number]

/** Ages in seconds from which a row is worth watching / stuck; `watch` is never later than `stuck`. */
export interface ThresholdPair {
  readonly watch: number
  readonly stuck: number
}

export type Thresholds = Readonly<Record<TimedStatus, ThresholdPair>>

/** Other ages for one status in one queue, on one channel, or both. */
export interface ThresholdException extends ThresholdPair {
  readonly status: TimedStatus
  /** Null = every queue. */
  readonly queueSid: string | null
  /** Unique name of a task channel; null = every channel. */
  readonly channel: string | null
}

export const MOST_EXCEPTIONS = 200

/** The facts of a row that decide which thresholds hold for it. */
export interface ThresholdPlace {
  readonly queueSid: string | null
  readonly channel: string | null
}

/** How an exception is told from others: two with the same place and status would contradict each other. */
export function exceptionKey({
  status,
  queueSid,
  channel,
}: Omit<ThresholdException, keyof ThresholdPair>): string {
  return `${status} ${queueSid ?? '*'} ${channel ?? '*'}`
}

/** The closest exception for a place: queue and channel, then queue, then channel; undefined = the general ages hold. */
export function closestException<T>(
  byKey: ReadonlyMap<string, T>,
  status: TimedStatus,
  { queueSid, channel }: ThresholdPlace,
): T | undefined {
  return (
    byKey.get(exceptionKey({ status, queueSid, channel })) ??
    byKey.get(exceptionKey({ status, queueSid, channel: null })) ??
    byKey.get(exceptionKey({ status, queueSid: null, channel }))
  )
}

export interface ThresholdSettings {
  readonly thresholds: Thresholds
  readonly thresholdExceptions: readonly ThresholdException[]
}

/** Which thresholds hold where. The answer for a place is made once: a board has thousands of rows and few places. */
export function thresholdLookup(settings: ThresholdSettings): (place: ThresholdPlace) => Thresholds {
  const { thresholds, thresholdExceptions } = settings
  if (thresholdExceptions.length === 0) return () => thresholds
  const byKey = new Map(thresholdExceptions.map((exception) => [exceptionKey(exception), exception]))
  const places = new Map<string, Thresholds>()
  return (place) => {
    const key = `${place.queueSid ?? ''} ${place.channel ?? ''}`
    let known = places.get(key)
    if (known === undefined) {
      const pair = (status: TimedStatus) => closestException(byKey, status, place) ?? thresholds[status]
      known = { pending: pair('pending'), accepted: pair('accepted'), wrapping: pair('wrapping') }
      places.set(key, known)
    }
    return known
  }
}

export const DEFAULT_THRESHOLDS: Thresholds = {
  pending: { watch: 120, stuck: 300 },
  accepted: { watch: 3600, stuck: 14_400 },
  wrapping: { watch: 180, stuck: 300 },
}
