import type { QueueHistory, QueueRow } from '../../preload/contract/board'
import { effectiveStatus } from './model/facts'
import type { BoardIndex } from './model/index'

type Counts = Omit<QueueRow, 'sid' | 'name'>
type Tally = { -readonly [Key in keyof Counts]: Counts[Key] }

const COUNTED: Readonly<Record<string, Exclude<keyof Counts, 'oldestAt'>>> = {
  pending: 'waiting',
  reserved: 'reserved',
  assigned: 'assigned',
  wrapping: 'wrapping',
}

/** Live tasks by queue, also of queues that are empty. A task whose queue nobody told is in none of them. */
export function queueRows(index: BoardIndex): readonly QueueRow[] {
  const tallies = new Map<string, { name: string; counts: Tally }>()
  for (const { sid, friendlyName } of index.queues.values()) {
    tallies.set(sid, { name: friendlyName, counts: emptyTally() })
  }
  for (const task of index.tasks.values()) {
    if (task.endedAt !== null || task.queueSid === null) continue
    const counted = COUNTED[effectiveStatus(task) ?? '']
    if (counted === undefined) continue
    let tally = tallies.get(task.queueSid)
    if (tally === undefined) {
      tally = { name: task.queueName ?? task.queueSid, counts: emptyTally() }
      tallies.set(task.queueSid, tally)
    }
    const { counts } = tally
    counts[counted] += 1
    const unanswered = counted === 'waiting' || counted === 'reserved'
    if (unanswered && task.createdAt !== null) {
      counts.oldestAt = Math.min(counts.oldestAt ?? task.createdAt, task.createdAt)
    }
  }
  return [...tallies].map(([sid, { name, counts }]) => ({ sid, name, ...counts }))
}

const emptyTally = (): Tally => ({ waiting: 0, reserved: 0, assigned: 0, wrapping: 0, oldestAt: null })

export const HISTORY_STEP_MS = 30_000
export const HISTORY_STEPS = 120
/** The newest value of a step counts, so that a queue is on record soon after the start. */
export const SAMPLE_EVERY_MS = 10_000

/**
 * Unanswered tasks of every queue over the last hour, one number per half minute. Only what was seen: a moment at which the
 * board was not live is a gap, and so is everything before the start.
 */
export class QueueRecord {
  /** By number of the half minute since 1970; null = the board was not to be trusted then. */
  private readonly samples = new Map<number, ReadonlyMap<string, number> | null>()

  /** @param rows null while the board is not live */
  sample(now: number, rows: readonly QueueRow[] | null): void {
    const step = stepOf(now)
    const values =
      rows === null ? null : new Map(rows.map(({ sid, waiting, reserved }) => [sid, waiting + reserved]))
    this.samples.set(step, values ?? this.samples.get(step) ?? null)
    for (const old of this.samples.keys()) if (old <= step - HISTORY_STEPS) this.samples.delete(old)
  }

  /** The hour that ends now, oldest first. */
  history(now: number): QueueHistory {
    const last = stepOf(now)
    const first = last - HISTORY_STEPS + 1
    const values: Record<string, (number | null)[]> = {}
    for (const sample of this.samples.values()) {
      for (const sid of sample?.keys() ?? [])
        values[sid] ??= new Array<number | null>(HISTORY_STEPS).fill(null)
    }
    for (const [step, sample] of this.samples) {
      if (sample === null || step < first || step > last) continue
      for (const [sid, series] of Object.entries(values)) series[step - first] = sample.get(sid) ?? 0
    }
    return { from: first * HISTORY_STEP_MS, stepMs: HISTORY_STEP_MS, values }
  }
}

const stepOf = (at: number): number => Math.floor(at / HISTORY_STEP_MS)
