import type { BoardRow, Directory, QueueRow, WorkerRow } from '../../preload/contract/board'
import { sidOf } from './board-fixtures'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const QUEUES = ['Billing', 'Sales', 'Support EN', 'Support ES', 'Claims', 'VIP desk'] as const
const CHANNELS = ['voice', 'chat', 'sms', 'default'] as const
const ACTIVITIES = [
  { name: 'Available', available: true },
  { name: 'On break', available: false },
  { name: 'Offline', available: false },
  { name: 'Training', available: false },
] as const
const FIRST = [
  'Ana',
  'Ben',
  'Chidi',
  'Dara',
  'Emil',
  'Fatima',
  'Grace',
  'Hugo',
  'Ines',
  'Jonas',
  'Kaya',
  'Liam',
]
const LAST = [
  'Moreau',
  'Okafor',
  'Silva',
  'Tanaka',
  'Novak',
  'Reyes',
  'Lindqvist',
  'Haddad',
  'Kaur',
  'Brandt',
]
const SUBJECTS = [
  'Invoice question',
  'Change of address',
  'Refund',
  'New contract',
  'Delivery is late',
  'Password',
]
const WORKERS = 60

/** The same numbers for the same seed, so that a picture can be made again. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const pick = <Item>(items: readonly Item[], random: () => number): Item =>
  items[Math.floor(random() * items.length)]!

function reasonOf(status: string, age: number, available: boolean): Partial<BoardRow> {
  if (status === 'pending' && !available)
    return { reason: 'offerToUnavailable', reasonLevel: 'stuck', advice: 'rejectKeepActivity' }
  if (status === 'pending' && age > 5 * MINUTE)
    return { reason: 'overdueOffer', reasonLevel: 'stuck', advice: 'reject' }
  if (status === 'pending' && age > 2 * MINUTE)
    return { reason: 'longOffer', reasonLevel: 'watch', advice: 'wait' }
  if (status === 'wrapping' && age > 5 * MINUTE)
    return { reason: 'longWrapUp', reasonLevel: 'stuck', advice: 'complete' }
  if (status === 'accepted' && !available)
    return { reason: 'abandonedWork', reasonLevel: 'stuck', advice: 'decide' }
  return {}
}

/** One plausible reservation, numbered; times hang on `now` (server clock, ms). */
export function fakeRow(number: number, now: number, random: () => number): BoardRow {
  const status = random() < 0.5 ? 'pending' : random() < 0.7 ? 'accepted' : 'wrapping'
  const age = random() ** 3 * (status === 'accepted' ? 3 * HOUR : 14 * MINUTE) + 2_000
  const worker = Math.floor(random() * WORKERS)
  const activity = random() < 0.88 ? ACTIVITIES[0] : pick(ACTIVITIES, random)
  const queue = Math.floor(random() * QUEUES.length)
  const channel = pick(CHANNELS, random)
  const createdAt = Math.round(now - age)
  const stuck = reasonOf(status, age, activity.available)
  return {
    sid: sidOf('WR', 0xabc000 + number * 7919),
    status,
    createdAt,
    updatedAt: createdAt,
    endedAt: null,
    deadlineAt: status === 'pending' ? createdAt + 2 * MINUTE : null,
    taskSid: sidOf('WT', 0xdef000 + number * 104_729),
    taskStatus: status === 'pending' ? 'reserved' : status === 'accepted' ? 'assigned' : 'wrapping',
    taskCreatedAt: createdAt - Math.round(random() * 5 * MINUTE),
    channel,
    queueSid: sidOf('WQ', queue + 1),
    queueName: QUEUES[queue] ?? null,
    workflowSid: sidOf('WW', 1),
    workflowName: 'Front door',
    priority: Math.floor(random() * 4) * 10,
    subject: random() < 0.85 ? `${pick(SUBJECTS, random)} · ${pick(FIRST, random)}` : null,
    hasCall: channel === 'voice',
    offers: 1 + Math.floor(random() * 4),
    rejections: random() < 0.15 ? 1 + Math.floor(random() * 9) : 0,
    liveOffers: 1,
    workerSid: sidOf('WK', worker + 1),
    workerName: `${FIRST[worker % FIRST.length] ?? ''} ${LAST[Math.floor(worker / FIRST.length) % LAST.length] ?? ''}`,
    activitySid: sidOf('WA', ACTIVITIES.indexOf(activity) + 1),
    activityName: activity.name,
    available: activity.available,
    activitySince: createdAt - 12 * MINUTE,
    reason: null,
    reasonLevel: null,
    reasonSince: null,
    advice: null,
    instructed: null,
    note: null,
    source: random() < 0.8 ? 'event' : 'read',
    knownAt: now,
    ...stuck,
    ...(stuck.reason === undefined ? {} : { reasonSince: createdAt + MINUTE }),
  }
}

/** What becomes of a reservation next; null = it leaves the board. */
export function nextRow(row: BoardRow, now: number): BoardRow | null {
  if (row.endedAt !== null) return null
  const moved = {
    ...row,
    updatedAt: now,
    knownAt: now,
    reason: null,
    reasonLevel: null,
    reasonSince: null,
    advice: null,
  }
  if (row.status === 'pending') return { ...moved, status: 'accepted', deadlineAt: null }
  if (row.status === 'accepted') return { ...moved, status: 'wrapping' }
  return { ...moved, status: 'completed', endedAt: now }
}

/** Every third worker was not looked at yet; one in ten holds a ghost. */
function fakeCapacity(workerSid: string, known: WorkerRow['capacity']): WorkerRow['capacity'] {
  const number = Number.parseInt(workerSid.slice(-4), 16)
  if (number % 3 === 2) return null
  if (known !== null) return known
  return ['voice', 'chat'].map((channel, index) => ({
    sid: sidOf('WC', number * 10 + index),
    channel,
    available: true,
    assigned: index + (number % 2),
    configured: index * 2 + 1,
    ghosts: number % 10 === 0 ? index : 0,
    at: 1_700_000_000_000,
  }))
}

/** Live tasks by queue as the rows tell them, and a queue that nobody calls. */
export function fakeQueues(rows: Iterable<BoardRow>): readonly QueueRow[] {
  const queues = QUEUES.map((name, index) => ({
    sid: sidOf('WQ', index + 1),
    name,
    waiting: index * 2,
    reserved: 0,
    assigned: 0,
    wrapping: 0,
    oldestAt: null as number | null,
  }))
  for (const row of rows) {
    const queue = queues.find(({ sid }) => sid === row.queueSid)
    if (queue === undefined || row.endedAt !== null) continue
    if (row.status === 'pending') {
      queue.reserved += 1
      queue.oldestAt = Math.min(queue.oldestAt ?? Infinity, row.createdAt ?? Infinity)
    } else if (row.status === 'accepted') queue.assigned += 1
    else queue.wrapping += 1
  }
  return queues
}

export function fakeDirectory(rows: Iterable<BoardRow>): Directory {
  const workers = new Map<string, Directory['workers'][number]>()
  for (const row of rows) {
    if (row.workerSid === null) continue
    const known = workers.get(row.workerSid)
    const count = (status: string): number => (row.status === status ? 1 : 0)
    workers.set(row.workerSid, {
      sid: row.workerSid,
      name: row.workerName ?? row.workerSid,
      activitySid: row.activitySid,
      activityName: row.activityName,
      available: row.available,
      since: row.activitySince,
      pending: (known?.pending ?? 0) + count('pending'),
      accepted: (known?.accepted ?? 0) + count('accepted'),
      wrapping: (known?.wrapping ?? 0) + count('wrapping'),
      capacity: fakeCapacity(row.workerSid, known?.capacity ?? null),
    })
  }
  return {
    activities: ACTIVITIES.map(({ name, available }, index) => ({
      sid: sidOf('WA', index + 1),
      name,
      available,
    })),
    queues: QUEUES.map((name, index) => ({ sid: sidOf('WQ', index + 1), name })),
    workflows: [{ sid: sidOf('WW', 1), name: 'Front door', reservationTimeoutSeconds: 120 }],
    channels: CHANNELS.map((name, index) => ({ sid: sidOf('TC', index + 1), name, uniqueName: name })),
    workers: [...workers.values()],
  }
}
