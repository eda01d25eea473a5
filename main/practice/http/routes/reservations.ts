import type { Reservation } from '../../world/model'
import { RESERVATION_STATUSES } from '../../world/model'
import { OrderedList, byPlace } from '../../world/ordered'
import { found, idAt, NotFound, ok, type Handler, type RequestContext } from '../context'
import { updateReservation } from '../instructions'
import { envelope, pageByPlace, readPage } from '../paging'
import { reservationJson } from '../serialise'
import { requireVersion } from '../version'
import { taskNamed } from './tasks'
import { workerNamed } from './workers'

type Scope = 'task' | 'worker'

function reservationsOf(context: RequestContext, scope: Scope): readonly Reservation[] {
  const sid = idAt(context, 1)
  return scope === 'task' ? taskNamed(context, sid).reservations : workerNamed(context, sid).reservations
}

function list(scope: Scope): Handler {
  return (context) => {
    const rows = new OrderedList<Reservation>(byPlace)
    for (const reservation of reservationsOf(context, scope)) rows.add(reservation)
    const page = readPage(context)
    const status = context.query.choice('ReservationStatus', RESERVATION_STATUSES)
    const workerSid = scope === 'task' ? context.query.text('WorkerSid') : null
    const result = pageByPlace(
      context.world,
      page,
      [rows],
      (row) =>
        (status === null || row.status === status) && (workerSid === null || row.worker.sid === workerSid),
    )
    const shown = result.rows.map((row) => reservationJson(context, row, scope))
    return ok(envelope(context, 'reservations', page, { ...result, rows: shown }))
  }
}

function reservationNamed(context: RequestContext, scope: Scope): Reservation {
  const reservation = found(context, context.world.reservations.get(idAt(context, 2)))
  const owner = scope === 'task' ? reservation.task.sid : reservation.worker.sid
  if (owner !== idAt(context, 1)) throw new NotFound(context.path)
  return reservation
}

/** Only the task-scoped resource tells its version. */
function answer(context: RequestContext, reservation: Reservation, scope: Scope) {
  const body = reservationJson(context, reservation, scope)
  return scope === 'task' ? ok(body, reservation.version) : ok(body)
}

function fetchIn(scope: Scope): Handler {
  return (context) => answer(context, reservationNamed(context, scope), scope)
}

function updateIn(scope: Scope): Handler {
  return (context) => {
    const reservation = reservationNamed(context, scope)
    requireVersion(context, reservation.version)
    updateReservation(context, reservation, scope)
    return answer(context, reservation, scope)
  }
}

export const listTaskReservations = list('task')
export const listWorkerReservations = list('worker')
export const fetchTaskReservation = fetchIn('task')
export const fetchWorkerReservation = fetchIn('worker')
export const updateTaskReservation = updateIn('task')
export const updateWorkerReservation = updateIn('worker')
