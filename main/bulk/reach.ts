import type { Answered, RequestOptions, ReservationPath, WorkspaceApi } from '../taskrouter/api'
import { isTaskRouterError } from '../taskrouter/errors'
import type { Reservation } from '../taskrouter/resources'

/** What is known of where a reservation hangs. */
export interface Whereabouts {
  readonly sid: string
  readonly taskSid: string
  readonly workerSid: string | null
}

/**
 * Reads a reservation under its task, and under its worker where the task does not have it: a plugin that queues a task
 * anew leaves reservations that only their worker still knows, under another task or under none (situation P21).
 * @throws TaskRouterError `gone` only if neither has it
 */
export async function findReservation(
  api: WorkspaceApi,
  { sid, taskSid, workerSid }: Whereabouts,
  options: RequestOptions,
): Promise<Answered<Reservation>> {
  try {
    return await api.fetchReservation({ taskSid, sid }, options)
  } catch (error) {
    if (!isGone(error) || workerSid === null) throw error
    return api.fetchReservation({ workerSid, sid }, options)
  }
}

/**
 * Where to send to a reservation that its task did not have and its worker has: to its present task, which takes every
 * parameter and compares versions, or to the worker if the reservation still names the task that does not have it.
 */
export function pathOfFound(
  found: Reservation,
  { sid, taskSid }: Whereabouts,
  workerSid: string,
): ReservationPath {
  return found.taskSid === taskSid ? { workerSid, sid } : { taskSid: found.taskSid, sid }
}

export function isGone(error: unknown): boolean {
  return isTaskRouterError(error) && error.kind === 'gone'
}
