import type { LogEvent } from '../../world/event-log'
import { badRequest } from '../../world/refusal'
import type { RequestContext } from '../context'
import { isoSeconds } from '../serialise'

export interface Range {
  readonly fromMs: number
  readonly toMs: number
}

type Scope = (event: LogEvent) => boolean

function inRange(context: RequestContext, range: Range, scope: Scope): LogEvent[] {
  const found: LogEvent[] = []
  const everything = {
    ...range,
    type: null,
    taskSid: null,
    workerSid: null,
    reservationSid: null,
    queueSid: null,
    workflowSid: null,
    channelSid: null,
    sid: null,
  }
  context.world.log.walk(everything, 'oldest-first', null, (event) => {
    if (scope(event)) found.push(event)
    return true
  })
  return found
}

function counter(events: readonly LogEvent[]): (type: string) => number {
  const counts = new Map<string, number>()
  for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1)
  return (type) => counts.get(type) ?? 0
}

function reservationFigures(count: (type: string) => number) {
  return {
    reservations_created: count('reservation.created'),
    reservations_accepted: count('reservation.accepted'),
    reservations_rejected: count('reservation.rejected'),
    reservations_timed_out: count('reservation.timeout'),
    reservations_canceled: count('reservation.canceled'),
    reservations_rescinded: count('reservation.rescinded'),
  }
}

export function reservationCounts(context: RequestContext, range: Range, scope: Scope) {
  return reservationFigures(counter(inRange(context, range, scope)))
}

interface Figures {
  readonly avg: number
  readonly min: number
  readonly max: number
  readonly total: number
}

function figures(values: readonly number[]): Figures {
  if (values.length === 0) return { avg: 0, min: 0, max: 0, total: 0 }
  const total = values.reduce((sum, value) => sum + value, 0)
  return { avg: Math.round(total / values.length), min: Math.min(...values), max: Math.max(...values), total }
}

/** Whose figures: each kind of answer has some that the others lack (reference 6.3). */
export type CumulativeOf = 'workspace' | 'queue' | 'workflow'

/** What happened to tasks and reservations in a range, in the API's names. */
export function cumulative(context: RequestContext, of: CumulativeOf, range: Range, scope: Scope) {
  const events = inRange(context, range, scope)
  const count = counter(events)
  const waits = (type: string): number[] => events.filter((event) => event.type === type).map(waitOf)
  const accepted = waits('reservation.accepted')
  const canceled = waits('task.canceled')
  return {
    start_time: isoSeconds(range.fromMs),
    end_time: isoSeconds(range.toMs),
    avg_task_acceptance_time: figures(accepted).avg,
    ...reservationFigures(count),
    split_by_wait_time: splitByWait(context, accepted, canceled),
    wait_duration_until_accepted: figures(accepted),
    wait_duration_until_canceled: figures(canceled),
    tasks_canceled: count('task.canceled'),
    tasks_completed: count('task.completed'),
    tasks_deleted: count('task.deleted') + count('task.system-deleted'),
    tasks_moved: count('task-queue.moved'),
    ...(of === 'workspace'
      ? { tasks_created: count('task.created') }
      : { tasks_entered: count('task-queue.entered') }),
    ...(of === 'queue'
      ? { wait_duration_in_queue_until_accepted: figures(accepted) }
      : { tasks_timed_out_in_workflow: count('workflow.timeout') }),
  }
}

function waitOf(event: LogEvent): number {
  return event.task?.ageS ?? 0
}

function splitByWait(context: RequestContext, accepted: readonly number[], canceled: readonly number[]) {
  const asked = context.query.text('SplitByWaitTime')
  const split: Record<string, unknown> = {}
  for (const text of asked === null ? [] : asked.split(',')) {
    const threshold = Number(text)
    if (!/^\d+$/.test(text.trim())) throw badRequest(`Invalid parameter SplitByWaitTime: ${asked ?? ''}`)
    const above = (values: readonly number[]): number => values.filter((value) => value > threshold).length
    split[text.trim()] = {
      above: { tasks_canceled: above(canceled), reservations_accepted: above(accepted) },
      below: {
        tasks_canceled: canceled.length - above(canceled),
        reservations_accepted: accepted.length - above(accepted),
      },
    }
  }
  return split
}

/** Seconds that workers spent in each activity, as far as it ended in the range. */
export function activityDurations(context: RequestContext, range: Range, scope: Scope): unknown[] {
  const spent = new Map<string, number[]>()
  for (const event of inRange(context, range, scope)) {
    const sid = event.extra.worker_previous_activity_sid
    if (event.type !== 'worker.activity.update' || sid === undefined) continue
    const seconds = Number(event.extra.worker_time_in_previous_activity ?? 0)
    spent.set(sid, [...(spent.get(sid) ?? []), seconds])
  }
  return [...context.world.activities.values()].map((activity) => ({
    sid: activity.sid,
    friendly_name: activity.name,
    ...figures(spent.get(activity.sid) ?? []),
  }))
}
