import type { Reservation, ReservationStatus } from '../world/model'
import { RESERVATION_STATUSES } from '../world/model'
import { badRequest, Refusal } from '../world/refusal'
import { accept, beginHold, complete, isOpen, reject, wrap } from '../world/reservations'
import type { RequestContext } from './context'
import { badParameter, checkParameters } from './parameters'
import { readActivity } from './routes/workers'

const NOT_PENDING: Readonly<Record<string, number>> = {
  call: 40114,
  redirect: 40123,
  dequeue: 40135,
  conference: 40136,
}
const NO_LONGER_PENDING = 40144
const IN_TRANSFER = 40151
const ALLOWED_IN_TRANSFER = new Set(['accept', 'reject', 'conference', 'supervise'])
/** A dequeue rings one phone, which is quicker than building a conference. */
const DEQUEUE_SHARE = 0.5

interface Update {
  readonly context: RequestContext
  readonly reservation: Reservation
}

/**
 * Carries out one reservation update as the API does: a plain status, or an instruction.
 * @throws Refusal with the reference's codes (2.7, 4.2) when the moment or a parameter is wrong.
 */
export function updateReservation(
  context: RequestContext,
  reservation: Reservation,
  scope: 'task' | 'worker',
): void {
  const { form } = context
  checkParameters(form, scope)
  const status = form.choice('ReservationStatus', RESERVATION_STATUSES)
  const instruction = form.text('Instruction')?.toLowerCase() ?? null
  if (status !== null && instruction !== null) {
    throw badRequest('ReservationStatus and Instruction cannot be used in one request.')
  }
  if (status !== null) moveStatus({ context, reservation }, status)
  else if (instruction !== null) instruct({ context, reservation }, instruction, scope)
  else if (form.has('WorkerActivitySid')) throw badRequest('WorkerActivitySid is only valid when rejecting.')
}

function moveStatus({ context, reservation }: Update, status: ReservationStatus): void {
  const { world } = context
  switch (status) {
    case 'accepted':
      accept(world, reservation)
      return
    case 'rejected':
      reject(world, reservation, readActivity(context, 'WorkerActivitySid', 40100))
      return
    case 'wrapping':
      refuseInTransfer(reservation, 'wrapping')
      wrap(world, reservation)
      return
    case 'completed':
      refuseInTransfer(reservation, 'completed')
      complete(world, reservation)
      return
    default:
      throw badRequest(
        `Reservation ${reservation.sid} not in expected state [${reservation.status}] and cannot be updated to [${status}]`,
      )
  }
}

function refuseInTransfer(reservation: Reservation, instruction: string): void {
  if (reservation.task.inTransfer && !ALLOWED_IN_TRANSFER.has(instruction)) {
    throw badRequest(
      `Unable to execute ${instruction}: task ${reservation.task.sid} is in transfer.`,
      IN_TRANSFER,
    )
  }
}

function instruct(update: Update, instruction: string, scope: 'task' | 'worker'): void {
  const { context, reservation } = update
  refuseInTransfer(reservation, instruction)
  switch (instruction) {
    case 'accept':
      accept(context.world, reservation)
      return
    case 'reject':
      reject(context.world, reservation, readActivity(context, 'WorkerActivitySid', 40100))
      return
    case 'call':
      call(update)
      return
    case 'redirect':
      redirect(update)
      return
    case 'dequeue':
      dequeue(update)
      return
    case 'conference':
      conference(update)
      return
    case 'supervise':
      if (scope === 'worker') throw badRequest('Invalid parameter Instruction: supervise is not on this path')
      supervise(update)
      return
    default:
      throw badRequest(`Invalid parameter Instruction: ${instruction}`)
  }
}

function requirePending({ reservation }: Update, instruction: string): void {
  if (isOpen(reservation)) return
  const gone = instruction === 'conference' && reservation.status === 'canceled'
  const name = instruction.charAt(0).toUpperCase() + instruction.slice(1)
  throw badRequest(
    `Unable to execute ${name} instruction. Reservation ${reservation.sid} is not currently in a Pending state.`,
    gone ? NO_LONGER_PENDING : (NOT_PENDING[instruction] ?? 20001),
  )
}

function requireGiven({ context }: Update, parameter: string): void {
  if (!context.form.has(parameter)) throw badParameter(parameter, 'missing')
}

/** The worker's contact: the parameter, or `contact_uri` in the worker's attributes. */
function requireContact({ context, reservation }: Update, parameter: string): void {
  if (!context.form.has(parameter) && textAttribute(reservation.worker.attributes, 'contact_uri') === null) {
    throw badParameter(parameter, 'missing, and the worker has no contact_uri')
  }
}

function call(update: Update): void {
  requirePending(update, 'call')
  requireGiven(update, 'CallFrom')
  requireGiven(update, 'CallUrl')
  requireContact(update, 'CallTo')
  if (update.context.form.flag('CallAccept') === true) accept(update.context.world, update.reservation)
}

function redirect(update: Update): void {
  const { context, reservation } = update
  requirePending(update, 'redirect')
  requireGiven(update, 'RedirectUrl')
  requireGiven(update, 'RedirectCallSid')
  if (reservation.task.callAlive === false) throw badRequest('The call to redirect is no longer live.', 40122)
  if (context.form.flag('RedirectAccept') === true) accept(context.world, reservation)
}

function dequeue(update: Update): void {
  const { context, reservation } = update
  requirePending(update, 'dequeue')
  if (textAttribute(reservation.task.attributes, 'call_sid') === null) {
    throw badRequest(
      `Task ${reservation.task.sid} has no call_sid: only queued calls can be dequeued.`,
      40140,
    )
  }
  requireGiven(update, 'DequeueFrom')
  requireContact(update, 'DequeueTo')
  readActivity(context, 'DequeuePostWorkActivitySid', 40130)
  refuseDeadCall(reservation)
  hold(update, DEQUEUE_SHARE)
}

function conference(update: Update): void {
  const { context, reservation } = update
  requirePending(update, 'conference')
  const { attributes } = reservation.task
  if (textAttribute(attributes, 'call_sid') === null && textAttribute(attributes, 'outbound_to') === null) {
    throw badRequest(`Task ${reservation.task.sid} has neither call_sid nor outbound_to.`, 40142)
  }
  requireContact(update, 'To')
  const caller = ['to', 'called', 'from', 'outbound_to'].some(
    (name) => textAttribute(attributes, name) !== null,
  )
  if (!context.form.has('From') && !caller) throw badRequest('Invalid parameter From: missing', 40138)
  if (context.form.has('PostWorkActivitySid')) {
    throw badParameter('PostWorkActivitySid', 'not valid in a multitasking workspace')
  }
  refuseDeadCall(reservation)
  hold(update, 1)
}

function refuseDeadCall(reservation: Reservation): void {
  if (reservation.task.callAlive === false) {
    throw badRequest(
      `Reservation ${reservation.sid} is no longer pending: the caller hung up.`,
      NO_LONGER_PENDING,
    )
  }
}

function hold({ context, reservation }: Update, share: number): void {
  beginHold(context.world, reservation, context.rules.conferenceSetupMs * share, 'accepted')
}

function supervise(update: Update): void {
  const { context, reservation } = update
  const { form, world } = context
  if (reservation.status === 'pending' || reservation.status === 'canceled') {
    throw badRequest(
      `Reservation ${reservation.sid} cannot be supervised in state ${reservation.status}.`,
      40146,
    )
  }
  requireGiven(update, 'Supervisor')
  if (!form.has('SupervisorMode')) throw badParameter('SupervisorMode', 'missing')
  const supervisor = form.text('Supervisor') ?? ''
  const worker = world.workers.get(supervisor)
  const reachable =
    worker === undefined ? !/^WK/.test(supervisor) : textAttribute(worker.attributes, 'contact_uri') !== null
  if (!reachable) throw new Refusal(400, 40147, `Supervisor ${supervisor} has no valid contact_uri.`)
  if (textAttribute(reservation.task.attributes, 'from') === null) {
    throw badRequest(`Task ${reservation.task.sid} has no from in its attributes.`, 40148)
  }
}

function textAttribute(attributes: unknown, name: string): string | null {
  if (typeof attributes !== 'object' || attributes === null) return null
  const value: unknown = Object.entries(attributes).find(([key]) => key === name)?.[1]
  return typeof value === 'string' && value !== '' ? value : null
}
