/**
 * Why a reservation is stuck: the closed list of reasons, worst first; what says why comes before what only says how long. A row carries the first that applies.
 * Situations P1–P25 are those of docs/STUCK.md.
 */
export const REASONS = [
  /** The task's call is over and the task is not (P2); found only where calls may be looked at. */
  'callEnded',
  /** Redirected or called by an instruction and still pending: nobody accepted or rejected it (P17). */
  'instructedPending',
  /** Offered while the worker is in an unavailable activity (P8). */
  'offerToUnavailable',
  /** The same task comes back to the same worker right after a reject (P10). */
  'rejectLoop',
  /** Offers to the same worker are cancelled again and again while being connected (P12). */
  'cancelChurn',
  /** The worker is available but lets every offer time out (P9). */
  'silentWorker',
  /** Offered before the worker changed activity, and left behind (P7). */
  'leftoverOffer',
  /** Several workers are offered the task and none of them answers (P24). */
  'multiOffer',
  /** Past its time-out for so long that no accept can still be under way (P6). */
  'overdueOffer',
  /** Waits long, although its time-out is still ahead or not known (P6). */
  'longOffer',
  /** Just past its time-out: somebody probably pressed accept and the call is being connected (P5). */
  'acceptInProgress',
  /** Accepted or wrapping on a worker who is not available: went home with work in hand (P4). */
  'abandonedWork',
  /** Wrap-up that nobody ends (P1). */
  'longWrapUp',
  /** Accepted for longer than work of this kind should take. */
  'longAccepted',
  /** The channel counts more tasks than the worker has reservations (P23). */
  'ghostCapacity',
  /** One more rejection may make TaskRouter cancel the task (P11). */
  'nearRejectionLimit',
  /** Cancelled a moment ago with a caller on a call: the caller may still be waiting (P25). */
  'justCanceled',
] as const
export type ReasonId = (typeof REASONS)[number]

/** What to do about it. Advice never acts by itself. */
export const ADVICES = [
  'wait',
  'reject',
  'rejectKeepActivity',
  'rejectAndMove',
  'rejectAllOffers',
  'setUnavailable',
  'complete',
  'cancelTask',
  'decide',
  'rejectOrAccept',
  'redirectCall',
  'audit',
] as const
export type AdviceId = (typeof ADVICES)[number]

/** Sentences that prove a reason; each takes the facts named in its wording. */
export const EVIDENCE_KEYS = [
  'pendingFor',
  'acceptedFor',
  'wrappingFor',
  'pastDeadline',
  'deadlineAhead',
  'deadlineUnknown',
  'withinGrace',
  'activityChangedAfterOffer',
  'workerUnavailable',
  'workerAvailable',
  'offersTimedOut',
  'rejectedBefore',
  'canceledBefore',
  'rejectionsOfLimit',
  'offersOfTask',
  'instructed',
  'endsBySystemIn',
  'callOpen',
  'callUp',
  'callEnded',
  'capacity',
  'canceledAgo',
] as const
export type EvidenceKey = (typeof EVIDENCE_KEYS)[number]
