import type { Reservation, Task, TaskQueue, TaskStatus, Worker, Workflow } from './model'
import { OrderedList } from './ordered'

/** One line of the workspace's event log. Values that change later are copied at the moment of the event. */
export interface LogEvent {
  readonly sid: string
  readonly seq: number
  readonly at: number
  readonly type: string
  readonly description: string
  readonly actorType: 'workspace' | 'worker'
  readonly actorSid: string
  readonly resourceType: string
  readonly resourceSid: string
  readonly task: TaskSnapshot | null
  readonly worker: WorkerSnapshot | null
  readonly reservation: Reservation | null
  readonly queue: TaskQueue | null
  readonly workflow: Workflow | null
  /** Further `event_data` values by their snake_case name. */
  readonly extra: Readonly<Record<string, string>>
}

export interface TaskSnapshot {
  readonly task: Task
  readonly status: TaskStatus
  readonly priority: number
  readonly ageS: number
  readonly attributesText: string
  readonly reason: string | null
}

export interface WorkerSnapshot {
  readonly worker: Worker
  readonly name: string
  readonly activitySid: string
  readonly activityName: string
  readonly attributesText: string
  readonly version: number
}

export interface EventFilter {
  readonly fromMs: number
  readonly toMs: number
  readonly type: string | null
  readonly taskSid: string | null
  readonly workerSid: string | null
  readonly reservationSid: string | null
  readonly queueSid: string | null
  readonly workflowSid: string | null
  readonly channelSid: string | null
  readonly sid: string | null
}

/** Where a page of events begins, in the log's order. */
export interface EventPlace {
  readonly at: number
  readonly seq: number
}

function inLogOrder(a: EventPlace, b: EventPlace): number {
  return a.at - b.at || a.seq - b.seq
}

type EventList = OrderedList<LogEvent>

/** The event log with an index per task, worker, reservation, queue and type, all in the order of time. */
export class EventLog {
  private readonly all: EventList = new OrderedList<LogEvent>(inLogOrder)
  private readonly bySid = new Map<string, LogEvent>()
  private readonly lists = new Map<string, EventList>()

  get size(): number {
    return this.all.size
  }

  get events(): readonly LogEvent[] {
    return this.all.all
  }

  get(sid: string): LogEvent | undefined {
    return this.bySid.get(sid)
  }

  add(event: LogEvent): void {
    this.all.add(event)
    this.bySid.set(event.sid, event)
    for (const key of keysOf(event)) {
      let list = this.lists.get(key)
      if (list === undefined) this.lists.set(key, (list = new OrderedList<LogEvent>(inLogOrder)))
      list.add(event)
    }
  }

  /** Forgets everything before `beforeMs` (the service keeps 30 days). */
  trim(beforeMs: number): void {
    const count = this.all.search((event) => event.at >= beforeMs)
    for (const event of this.all.all.slice(0, count)) this.bySid.delete(event.sid)
    this.all.dropFirst(count)
    if (count === 0) return
    for (const [key, list] of this.lists) {
      list.dropFirst(list.search((event) => event.at >= beforeMs))
      if (list.size === 0) this.lists.delete(key)
    }
  }

  /**
   * Walks the events that match, newest first (or oldest first), from `after` on (exclusive), until `take` returns false.
   * Uses the narrowest index that the filter allows and looks only inside its time range.
   */
  walk(
    filter: EventFilter,
    order: 'newest-first' | 'oldest-first',
    after: EventPlace | null,
    take: (event: LogEvent) => boolean,
  ): void {
    const list = this.narrowest(filter)
    let low = list.search((event) => event.at >= filter.fromMs)
    let high = list.search((event) => event.at > filter.toMs)
    if (after !== null && order === 'newest-first') {
      high = Math.min(
        high,
        list.search((event) => inLogOrder(event, after) >= 0),
      )
    } else if (after !== null) {
      low = Math.max(
        low,
        list.search((event) => inLogOrder(event, after) > 0),
      )
    }
    const rows = list.all
    for (let step = 0; step < high - low; step++) {
      const event = rows[order === 'newest-first' ? high - 1 - step : low + step]
      if (event !== undefined && matches(event, filter) && !take(event)) return
    }
  }

  private narrowest(filter: EventFilter): EventList {
    let best = this.all
    for (const key of filterKeys(filter)) {
      const list = this.lists.get(key) ?? new OrderedList<LogEvent>(inLogOrder)
      if (list.size < best.size) best = list
    }
    return best
  }
}

function keysOf(event: LogEvent): string[] {
  const keys = [event.type]
  if (event.task !== null) keys.push(event.task.task.sid)
  if (event.worker !== null) keys.push(event.worker.worker.sid)
  if (event.reservation !== null) keys.push(event.reservation.sid)
  if (event.queue !== null) keys.push(event.queue.sid)
  return keys
}

function filterKeys(filter: EventFilter): string[] {
  const { type, taskSid, workerSid, reservationSid, queueSid } = filter
  return [type, taskSid, workerSid, reservationSid, queueSid].filter((key) => key !== null)
}

function matches(event: LogEvent, filter: EventFilter): boolean {
  return (
    (filter.type === null || event.type === filter.type) &&
    (filter.taskSid === null || event.task?.task.sid === filter.taskSid) &&
    (filter.workerSid === null || event.worker?.worker.sid === filter.workerSid) &&
    (filter.reservationSid === null || event.reservation?.sid === filter.reservationSid) &&
    (filter.queueSid === null || event.queue?.sid === filter.queueSid) &&
    (filter.workflowSid === null || event.workflow?.sid === filter.workflowSid) &&
    (filter.channelSid === null || event.task?.task.channel.sid === filter.channelSid) &&
    (filter.sid === null || event.sid === filter.sid)
  )
}
