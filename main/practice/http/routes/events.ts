import type { EventFilter, EventPlace, LogEvent } from '../../world/event-log'
import { badRequest } from '../../world/refusal'
import { EVENT_RETENTION_MS } from '../../world/rules'
import { found, idAt, ok, type Handler, type RequestContext } from '../context'
import { eventRow } from '../kept-rows'
import { readPage, writtenEnvelope, type Page, type PageRequest } from '../paging'
import { eventJson } from '../serialise-event'

const DEFAULT_MINUTES = 15
const MAX_MINUTES = EVENT_RETENTION_MS / 60_000

/**
 * The time range a request asks for, in ms.
 * @param code what a start date before the retention is answered with.
 * @throws Refusal for dates the service no longer keeps, or minutes together with dates.
 */
export function readRange(context: RequestContext, code?: number): { fromMs: number; toMs: number } {
  const { query, world } = context
  const minutes = query.integer('Minutes', 1, MAX_MINUTES)
  const start = query.moment('StartDate')
  const end = query.moment('EndDate')
  if (minutes !== null && (start !== null || end !== null)) {
    throw badRequest('Minutes cannot be combined with StartDate or EndDate.')
  }
  if (start !== null && start < world.now - EVENT_RETENTION_MS) {
    throw badRequest('StartDate is older than 30 days.', code)
  }
  const toMs = end === null ? world.now : Math.min(end, world.now)
  return { fromMs: start ?? toMs - (minutes ?? DEFAULT_MINUTES) * 60_000, toMs }
}

function readFilter(context: RequestContext): EventFilter {
  const { query, world } = context
  const channelName = query.text('TaskChannel')
  return {
    ...(query.has('Sid') ? { fromMs: 0, toMs: world.now } : readRange(context)),
    type: query.text('EventType'),
    taskSid: query.text('TaskSid'),
    workerSid: query.text('WorkerSid'),
    reservationSid: query.text('ReservationSid'),
    queueSid: query.text('TaskQueueSid'),
    workflowSid: query.text('WorkflowSid'),
    channelSid: channelName === null ? null : (world.channelBy(channelName)?.sid ?? channelName),
    sid: query.text('Sid'),
  }
}

/** Whether an event has reached the readable log: the service gives no promise, so a delay can be chosen. */
function isReadable(context: RequestContext, event: LogEvent): boolean {
  const { eventDelayMs, eventJitterMs } = context.rules
  if (eventDelayMs === 0 && eventJitterMs === 0) return true
  const share = Number.parseInt(event.sid.slice(-4), 16) / 0xffff
  return event.at + eventDelayMs + share * eventJitterMs <= context.world.now
}

function readPlace(context: RequestContext, token: string | null): EventPlace | null {
  if (token === null) return null
  const event = token.startsWith('PA') ? context.world.log.get(token.slice(2)) : undefined
  if (event === undefined) throw badRequest(`Invalid parameter PageToken: ${token}`)
  return event
}

function pageOfEvents(context: RequestContext, page: PageRequest): Page<readonly Buffer[]> {
  const rows: LogEvent[] = []
  let more = false
  const after = readPlace(context, page.token)
  context.world.log.walk(readFilter(context), context.rules.eventOrder, after, (event) => {
    if (!isReadable(context, event)) return true
    more = rows.length === page.size
    if (!more) rows.push(event)
    return !more
  })
  const last = rows[rows.length - 1]
  return {
    rows: rows.map((event) => eventRow(context, event)),
    next: more && last !== undefined ? `PA${last.sid}` : null,
    previous: null,
  }
}

export const listEvents: Handler = (context) => {
  const page = readPage(context)
  return ok(writtenEnvelope(context, 'events', page, pageOfEvents(context, page)))
}

export const fetchEvent: Handler = (context) =>
  ok(eventJson(context, found(context, context.world.log.get(idAt(context, 1)))))
