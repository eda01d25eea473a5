import type { LogEvent } from '../world/event-log'
import type { Task, Worker } from '../world/model'
import type { World } from '../world/world'
import type { RequestContext } from './context'
import { taskJson, workerJson } from './serialise'
import { eventJson } from './serialise-event'

/** Bytes of written rows that one workspace keeps at most: about 40,000 tasks. */
const BUDGET_BYTES = 64 * 1024 * 1024

/** One row's JSON as it was written, and everything it was written from that can change. */
interface KeptRow {
  readonly from: readonly unknown[]
  readonly json: Buffer
}

/**
 * Written rows of one workspace. A list of 1,000 rows costs far more to write than to send, and between two readings few
 * rows change. Two generations bound the memory: when the young one is full, the old one goes and what is still asked for moves over.
 */
export class KeptRows {
  private young = new Map<string, KeptRow>()
  private old = new Map<string, KeptRow>()
  private youngBytes = 0

  constructor(private readonly budgetBytes = BUDGET_BYTES) {}

  /** The kept text of `sid` when it was written from the very same values, else what `write` makes. */
  take(sid: string, from: readonly unknown[], write: () => unknown): Buffer {
    const young = this.young.get(sid)
    if (young !== undefined && isSame(young.from, from)) return young.json
    const old = this.old.get(sid)
    const row =
      old !== undefined && isSame(old.from, from) ? old : { from, json: Buffer.from(JSON.stringify(write())) }
    this.keep(sid, row)
    return row.json
  }

  private keep(sid: string, row: KeptRow): void {
    this.young.set(sid, row)
    this.youngBytes += row.json.length
    if (this.youngBytes <= this.budgetBytes / 2) return
    this.old = this.young
    this.young = new Map()
    this.youngBytes = 0
  }
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}

const keptOf = new WeakMap<World, KeptRows>()

function keptIn(world: World): KeptRows {
  const known = keptOf.get(world)
  if (known !== undefined) return known
  const kept = new KeptRows()
  keptOf.set(world, kept)
  return kept
}

/** A task as a row of a list, in JSON. Its age is the one thing that changes by itself; it stands at the end, outside of what is kept. */
export function taskRow(context: RequestContext, task: Task): readonly Buffer[] {
  const from = [
    context.baseUrl,
    context.rules.listAttributes,
    task.updatedAt,
    task.status,
    task.attributesText,
    task.priority,
    task.reason,
    task.channel,
    task.queue,
    task.queueEnteredAt,
    task.virtualStartAt,
  ]
  const json = keptIn(context.world).take(task.sid, from, () => ({
    ...taskJson(context, task, true),
    age: undefined,
  }))
  const age = Math.max(0, Math.floor((context.world.now - task.createdAt) / 1000))
  return [json.subarray(0, -1), Buffer.from(`,"age":${age}}`)]
}

/** A worker as a row of a list, in JSON. */
export function workerRow(context: RequestContext, worker: Worker): readonly Buffer[] {
  const from = [
    context.baseUrl,
    context.rules.listAttributes,
    worker.updatedAt,
    worker.name,
    worker.activity,
    worker.activity.name,
    worker.attributesText,
    worker.statusChangedAt,
  ]
  return [keptIn(context.world).take(worker.sid, from, () => workerJson(context, worker, true))]
}

/** A line of the event log in JSON; nothing about it ever changes. */
export function eventRow(context: RequestContext, event: LogEvent): readonly Buffer[] {
  return [keptIn(context.world).take(event.sid, [context.baseUrl], () => eventJson(context, event))]
}
