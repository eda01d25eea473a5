import type { Stage } from '../../main/practice/scenario/build'
import type { Reservation } from '../../main/practice/world/model'
import type { BoardRow } from '../../preload/contract/board'
import type { ReasonId } from '../../preload/contract/reasons'
import { DEFAULT_THRESHOLDS } from '../../preload/contract/thresholds'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const PENDING_MS = DEFAULT_THRESHOLDS.pending.stuck * SECOND
const ACCEPTED_MS = DEFAULT_THRESHOLDS.accepted.stuck * SECOND
const WRAPPING_MS = DEFAULT_THRESHOLDS.wrapping.stuck * SECOND

const lasting = (since: number, ms: number, now: number): boolean => now - since >= ms

/** Earlier offers of the same task to the same worker that ended in this status. */
function before(reservation: Reservation, status: 'rejected' | 'canceled'): Reservation[] {
  const { task, worker } = reservation
  return task.reservations.filter((other) => other.worker === worker && other.status === status)
}

type Truth = (reservation: Reservation, stage: Stage, now: number) => boolean

/**
 * When each reason is right to say that somebody has to act now: told from the people and moves of the practice workspace, not
 * from what its API shows. An offer is left alone where nobody will ever answer it; a worker is silent who is not there.
 */
const TRUTHS = {
  callEnded: ({ status, task }) =>
    (status === 'pending' || status === 'accepted') && task.callAlive === false,
  overdueOffer: (reservation, { people }) =>
    reservation.status === 'pending' &&
    (people.unattended.has(reservation) || reservation.worker.temper === 'away'),
  longOffer: ({ status, createdAt }, _stage, now) =>
    status === 'pending' && lasting(createdAt, PENDING_MS, now),
  silentWorker: ({ status, worker }) => status === 'pending' && worker.temper === 'away',
  offerToUnavailable: ({ status, worker }) => status === 'pending' && !worker.activity.available,
  leftoverOffer: ({ status, worker, createdAt }) =>
    status === 'pending' && worker.activity.available && worker.statusChangedAt > createdAt,
  multiOffer: ({ task }, _stage, now) => {
    const open = task.reservations.filter(({ status }) => status === 'pending')
    return open.length > 1 && open.every(({ createdAt }) => lasting(createdAt, PENDING_MS, now))
  },
  rejectLoop: (reservation) => {
    const refused = before(reservation, 'rejected')
    const last = Math.max(...refused.map(({ updatedAt }) => updatedAt))
    return refused.length > 1 && reservation.createdAt - last <= 11 * SECOND
  },
  cancelChurn: (reservation) => before(reservation, 'canceled').length > 2,
  longWrapUp: ({ status, updatedAt }, _stage, now) =>
    status === 'wrapping' && lasting(updatedAt, WRAPPING_MS, now),
  longAccepted: ({ status, updatedAt }, _stage, now) =>
    status === 'accepted' && lasting(updatedAt, ACCEPTED_MS, now),
  abandonedWork: ({ status, worker }, _stage, now) =>
    (status === 'wrapping' || status === 'accepted') &&
    !worker.activity.available &&
    lasting(worker.statusChangedAt, status === 'wrapping' ? WRAPPING_MS : ACCEPTED_MS, now),
  // Nobody instructs anything on such a day, and these are never more than worth watching.
  instructedPending: () => false,
  acceptInProgress: () => false,
  nearRejectionLimit: () => false,
  ghostCapacity: () => false,
  justCanceled: () => false,
} satisfies Readonly<Record<ReasonId, Truth>>

const truths: ReadonlyMap<string, Truth> = new Map(Object.entries(TRUTHS))

/** Whether what a row is called, at the level that asks to act now, is so. */
export function isTrue({ sid, reason }: BoardRow, stage: Stage, now: number): boolean {
  const reservation = stage.world.reservations.get(sid)
  if (reservation === undefined || reason === null) return false
  return truths.get(reason)?.(reservation, stage, now) ?? false
}

/** Live reservations that will stay as they are until a supervisor acts, for so long that they have to be called stuck. */
export function leftAlone(stage: Stage, now: number): readonly Reservation[] {
  const { world, people } = stage
  return [...world.reservations.values()].filter((reservation) => {
    const { status, createdAt, updatedAt, worker } = reservation
    if (status === 'pending')
      return people.unattended.has(reservation) && lasting(createdAt, 2 * PENDING_MS, now)
    return (
      status === 'wrapping' && worker.temper === 'leaver' && lasting(updatedAt, WRAPPING_MS + MINUTE, now)
    )
  })
}
