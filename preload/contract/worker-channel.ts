/** Most tasks of one channel that a worker can be given at once (limits page). */
export const CAPACITY_MAX = 50

/** What is changed of a worker's channel; null leaves it as it is. At least one of the two is set. */
export interface ChannelChange {
  /** Tasks at once, 0…50. */
  readonly capacity: number | null
  /** Whether the worker is offered anything of this channel. */
  readonly available: boolean | null
}

/** What a worker's channel is set to; null = the server did not say. */
export interface ChannelState {
  readonly capacity: number | null
  readonly available: boolean | null
}

/**
 * A channel's state as one text in the words of the API, such as `capacity=3 available=true`: what a row of such a job was
 * before and is after, in journal, history and exports.
 */
export const channelStateText = ({ capacity, available }: ChannelState): string =>
  `capacity=${capacity === null ? '?' : String(capacity)} available=${available === null ? '?' : String(available)}`

/** The state that a text tells, or null for any other text. */
export function readChannelState(text: string): ChannelState | null {
  const [, capacity, available] = /^capacity=(\d+|\?) available=(true|false|\?)$/.exec(text) ?? []
  if (capacity === undefined || available === undefined) return null
  return {
    capacity: capacity === '?' ? null : Number(capacity),
    available: available === '?' ? null : available === 'true',
  }
}

/** Whether a channel is as a change wants it. */
export const isAsWanted = (state: ChannelState, { capacity, available }: ChannelChange): boolean =>
  (capacity === null || state.capacity === capacity) && (available === null || state.available === available)

/** The state after a change. */
export const changedState = (state: ChannelState, { capacity, available }: ChannelChange): ChannelState => ({
  capacity: capacity ?? state.capacity,
  available: available ?? state.available,
})
