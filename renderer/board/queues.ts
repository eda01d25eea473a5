import type { QueueRow } from '../../preload/contract/board'

export const unanswered = ({ waiting, reserved }: QueueRow): number => waiting + reserved

/** ms since the oldest unanswered task was made; null when nobody waits. */
export const waitOf = ({ oldestAt }: QueueRow, now: number): number | null =>
  oldestAt === null ? null : Math.max(0, now - oldestAt)

const LONGEST_COUNTED_MS = 3_600_000

/**
 * How much harm a queue does now: customers without an answer times how long the first of them has been without one. An hour
 * counts like a day, or one forgotten task would hide a queue of fifty.
 */
export function harmOf(queue: QueueRow, now: number): number {
  return unanswered(queue) * Math.min(waitOf(queue, now) ?? 0, LONGEST_COUNTED_MS)
}

/** Queues whose name holds the words, the most harmful first, quiet ones by name. */
export function sortedQueues(queues: readonly QueueRow[], text: string, now: number): readonly QueueRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return queues
    .filter(({ name, sid }) => {
      const searched = `${name}\n${sid}`.toLowerCase()
      return words.every((word) => searched.includes(word))
    })
    .toSorted(
      (a, b) =>
        harmOf(b, now) - harmOf(a, now) ||
        load(b) - load(a) ||
        a.name.localeCompare(b.name, undefined, { numeric: true }),
    )
}

const load = (queue: QueueRow): number => unanswered(queue) + queue.assigned + queue.wrapping

/** The queues in the order in which they stood, new ones at the end: nothing moves under the pointer. */
export function inOrderOf(queues: readonly QueueRow[], order: readonly string[]): readonly QueueRow[] {
  const place = new Map(order.map((sid, index) => [sid, index]))
  return queues.toSorted((a, b) => (place.get(a.sid) ?? Infinity) - (place.get(b.sid) ?? Infinity) || 0)
}
