import { contact } from '../people/customers'
import type { PracticeOptions } from '../options'
import type { Task, Worker } from '../world/model'
import type { Random } from '../world/random'
import { accept, complete, isOpen, offer, reject, wrap } from '../world/reservations'
import { addQueue, addWorkflow } from '../world/setup'
import { hasRoom } from '../world/workers'
import type { World } from '../world/world'
import { buildDesk, hire, type Desk, type DeskQueue } from './desk'
import { churn } from './churn'

/** The standard workspace's past: everything that lives in it began in these last 20 hours. */
export const STANDARD_HISTORY_MS = 20 * 3_600_000
const LONG_TIMEOUT_S = 86_400
const SKILL_GROUPS = 20
const EVENTS_PER_LIVE_TASK = 4.6
const EVENTS_PER_DONE_TASK = 8
/** Mean of the draw for failed offers before the one that counts: gives 5,000 reservations on 4,000 tasks. */
const EARLIER_OFFERS = 0.72

type Ending = 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'completed'

/** How live tasks are spread over their states. */
const LIVE_SHARES: readonly (readonly [Ending, number])[] = [
  ['pending', 0.12],
  ['reserved', 0.28],
  ['assigned', 0.42],
  ['wrapping', 0.18],
]

/**
 * Plays the day of a big workspace: every task is a story of real moves at real moments, told on the clock.
 * @returns the desk; the caller advances the clock through the history.
 */
export function playStandard(world: World, random: Random, options: PracticeOptions, life: boolean): Desk {
  const tasks = options.tasks ?? 4_000
  const workers = options.workers ?? 600
  const eventsPerDay = options.eventsPerDay ?? tasks * 5
  const desk = staffStandard(world, workers)
  const stories = random.fork()
  for (let index = 0; index < tasks; index++) tell(world, stories, desk, drawEnding(stories))
  const done = Math.max(0, Math.floor((eventsPerDay - tasks * EVENTS_PER_LIVE_TASK) / EVENTS_PER_DONE_TASK))
  for (let index = 0; index < done; index++) tell(world, stories, desk, 'completed')
  if (life) {
    world.clock.schedule(world.now + STANDARD_HISTORY_MS, () => {
      churn(world, random.fork(), desk, { eventsPerDay, tasks })
    })
  }
  return desk
}

function staffStandard(world: World, count: number): Desk {
  const base = buildDesk(world)
  const kinds = [base.channels.voice, base.channels.chat, base.channels.sms, base.channels.email]
  const queues: DeskQueue[] = Array.from({ length: SKILL_GROUPS }, (_, index) => ({
    queue: addQueue(
      world,
      `Team ${String(index + 1).padStart(2, '0')}`,
      `groups HAS "g${index}"`,
      index % 10 === 9 ? 3 : 1,
    ),
    channel: kinds[index % kinds.length] ?? base.channels.chat,
    share: 1 / SKILL_GROUPS,
  }))
  const planned = addWorkflow(world, {
    name: 'Planned work',
    reservationTimeoutS: LONG_TIMEOUT_S,
    filters: queues.map(({ queue }) => ({ expression: `queue == "${queue.name}"`, queue })),
    defaultQueue: queues[1]?.queue ?? null,
  })
  const workers = Array.from({ length: count }, (_, index) =>
    hire(world, base, index, {
      temper: null,
      skills: [],
      capacity: { default: 2, voice: 4, chat: 10, sms: 10, email: 15 },
      groups: [
        `g${index % SKILL_GROUPS}`,
        `g${(index * 3 + 1) % SKILL_GROUPS}`,
        `g${(index * 7 + 2) % SKILL_GROUPS}`,
      ],
    }),
  )
  return { ...base, queues, intake: planned, workers }
}

function drawEnding(random: Random): Ending {
  let draw = random.next()
  return LIVE_SHARES.find(([, share]) => (draw -= share) < 0)?.[0] ?? 'assigned'
}

/** Tells one task's life from some moment of the history up to its ending, each step at its own moment. */
function tell(world: World, random: Random, desk: Desk, ending: Ending): void {
  const span = STANDARD_HISTORY_MS - 60_000
  const begin = world.now + Math.floor(random.next() * span * 0.97)
  const end = world.now + span
  const earlier = ending === 'completed' ? 0 : Math.floor(random.exponential(EARLIER_OFFERS))
  const steps = planSteps(ending, earlier)
  const moments = steps.map(() => begin + Math.floor(random.next() * (end - begin))).sort((a, b) => a - b)
  const target = random.pick(desk.queues)
  world.clock.schedule(begin, () => {
    const task = contact(world, random, {
      channel: target.channel,
      workflow: desk.intake,
      queueName: target.queue.name,
      routed: false,
    })
    for (const [index, step] of steps.entries()) {
      world.clock.schedule(moments[index] ?? end, () => {
        takeStep(world, random, target, task, step)
      })
    }
  })
}

type Step = 'offer' | 'reject' | 'accept' | 'wrap' | 'complete'

function planSteps(ending: Ending, earlierOffers: number): Step[] {
  const steps: Step[] = []
  for (let round = 0; round < earlierOffers; round++) steps.push('offer', 'reject')
  if (ending === 'pending') return steps
  steps.push('offer')
  if (ending !== 'reserved') steps.push('accept')
  if (ending === 'wrapping' || ending === 'completed') steps.push('wrap')
  if (ending === 'completed') steps.push('complete')
  return steps
}

function takeStep(world: World, random: Random, target: DeskQueue, task: Task, step: Step): void {
  if (task.removed) return
  if (step === 'offer') {
    if (task.status !== 'pending') return
    const worker = findWorker(world, random, target, task)
    if (worker !== null) offer(world, task, [worker])
    return
  }
  for (const reservation of [...task.reservations]) {
    if (step === 'reject' && isOpen(reservation)) reject(world, reservation, null, true)
    else if (step === 'accept' && isOpen(reservation)) accept(world, reservation, true)
    else if (step === 'wrap' && reservation.status === 'accepted') wrap(world, reservation, true)
    else if (step === 'complete' && reservation.status === 'wrapping') complete(world, reservation, true)
  }
}

const TRIES = 12

/** A worker with room, taken at random; null when the whole queue is full. */
export function findWorker(world: World, random: Random, target: DeskQueue, task: Task): Worker | null {
  const eligible = world.eligibleFor(target.queue)
  if (eligible.length === 0) return null
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const worker = random.pick(eligible)
    if (hasRoom(worker, task.channel)) return worker
  }
  return eligible.find((worker) => hasRoom(worker, task.channel)) ?? null
}
