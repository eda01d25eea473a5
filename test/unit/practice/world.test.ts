import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildDesk, hire } from '../../../main/practice/scenario/desk'
import {
  isLive,
  isTaskLive,
  type Reservation,
  type ReservationStatus,
  type Task,
  type TaskStatus,
} from '../../../main/practice/world/model'
import { Refusal } from '../../../main/practice/world/refusal'
import { accept, beginHold, complete, reject, wrap } from '../../../main/practice/world/reservations'
import { installRouter } from '../../../main/practice/world/routing'
import type { WorldRules } from '../../../main/practice/world/rules'
import {
  cancelTask,
  completeTask,
  createTask,
  deleteTask,
  wrapTask,
} from '../../../main/practice/world/tasks'
import { changeWorker, loadOf } from '../../../main/practice/world/workers'
import { World } from '../../../main/practice/world/world'

const START = Date.UTC(2031, 1, 3, 9)

function makeWorld(rules: Partial<WorldRules> = {}, workers = 3) {
  const world = new World({ startMs: START, seed: 11, rules })
  installRouter(world)
  const desk = buildDesk(world)
  const staff = Array.from({ length: workers }, (_, index) =>
    hire(world, desk, index, {
      temper: null,
      skills: ['chat', 'customs'],
      capacity: { default: 1, voice: 1, chat: 2, sms: 1, email: 1 },
    }),
  )
  const queue = (name: string) => desk.queues.find((each) => each.queue.name === name)!.queue
  const chat = (): Task =>
    createTask(world, {
      attributes: '{}',
      channel: desk.channels.chat,
      workflow: desk.frontDesk,
      queue: queue('Live chat'),
    })
  const shared = (): Task =>
    createTask(world, {
      attributes: '{}',
      channel: desk.channels.voice,
      workflow: desk.frontDesk,
      queue: queue('Customs voice'),
    })
  const pass = (ms: number): void => {
    world.clock.advanceTo(world.now + ms)
  }
  return { world, desk, staff, chat, shared, pass }
}

function types(world: World, sid: string): string[] {
  return world.log.events.filter((event) => event.task?.task.sid === sid).map(({ type }) => type)
}

function only(task: Task): Reservation {
  expect(task.reservations).toHaveLength(1)
  return task.reservations[0]!
}

describe('the life of a task', () => {
  it('is reserved, assigned a moment after the accept, wrapped, completed and removed', () => {
    const { world, chat, pass } = makeWorld()
    const task = chat()
    pass(0)
    const reservation = only(task)
    expect([task.status, reservation.status]).toEqual(['reserved', 'pending'])
    accept(world, reservation)
    expect([task.status, reservation.status]).toEqual(['reserved', 'accepted'])
    pass(world.rules.settleMs)
    expect(task.status).toBe('assigned')
    wrap(world, reservation)
    expect([task.status, reservation.status]).toEqual(['wrapping', 'wrapping'])
    complete(world, reservation)
    expect([task.status, reservation.status]).toEqual(['completed', 'completed'])
    pass(world.rules.removalMs)
    expect(world.tasks.has(task.sid)).toBe(false)
    expect(types(world, task.sid)).toEqual([
      'task.created',
      'workflow.entered',
      'workflow.target-matched',
      'task-queue.entered',
      'reservation.created',
      'reservation.accepted',
      'reservation.wrapup',
      'task.wrapup',
      'reservation.completed',
      'task.completed',
    ])
  })

  it('goes back to its queue after a timeout and is offered again', () => {
    const { world, desk, chat, pass } = makeWorld()
    const task = chat()
    pass(desk.frontDesk.reservationTimeoutS * 1000)
    expect(task.reservations[0]!.status).toBe('timeout')
    expect(task.status).toBe('pending')
    pass(world.rules.rerouteMs)
    expect(task.status).toBe('reserved')
    expect(task.reservations).toHaveLength(2)
  })

  it('ends at the limit of rejections', () => {
    const { world, chat, pass } = makeWorld({ rejectionLimit: 3 })
    const task = chat()
    pass(0)
    while (isTaskLive(task.status)) {
      reject(
        world,
        task.reservations.find((each) => each.status === 'pending')!,
      )
      pass(world.rules.rerouteMs)
    }
    expect(task.rejections).toBe(3)
    expect(task.status).toBe('canceled')
    expect(task.reason).toContain('exceeded')
  })

  it('ends at the limit of rounds of offers', () => {
    const { world, desk, chat, pass } = makeWorld({ assignmentLimit: 2 })
    const task = chat()
    pass(3 * (desk.frontDesk.reservationTimeoutS * 1_000 + world.rules.rerouteMs))
    expect(task.reservations.map(({ status }) => status)).toEqual(['timeout', 'timeout'])
    expect([task.assignments, task.status]).toEqual([2, 'canceled'])
  })

  it('ends when its time to live is over, with its offers', () => {
    const { world, desk, pass } = makeWorld()
    const task = createTask(world, {
      attributes: '{}',
      channel: desk.channels.chat,
      workflow: desk.callbacks,
      queue: desk.queues[2]!.queue,
      timeoutS: 60,
    })
    pass(60_000)
    expect(task.status).toBe('canceled')
    expect(task.reason).toBe('Task TTL Exceeded')
    expect(only(task).status).toBe('canceled')
  })

  it('is deleted by the system after 24 hours of being assigned', () => {
    const { world, chat, pass } = makeWorld()
    const task = chat()
    pass(0)
    accept(world, only(task))
    pass(world.rules.assignedLimitMs - 1)
    expect(task.status).toBe('assigned')
    pass(1)
    expect(world.tasks.has(task.sid)).toBe(false)
    expect(types(world, task.sid).at(-1)).toBe('task.system-deleted')
  })

  it('reserves several workers at once, and the first accept rescinds the others', () => {
    const { world, shared, pass } = makeWorld()
    const task = shared()
    pass(0)
    expect(task.reservations.map(({ status }) => status)).toEqual(['pending', 'pending', 'pending'])
    reject(world, task.reservations[0]!)
    expect(task.status).toBe('reserved')
    accept(world, task.reservations[1]!)
    expect(task.reservations.map(({ status }) => status)).toEqual(['rejected', 'accepted', 'rescinded'])
    pass(world.rules.settleMs)
    expect(task.status).toBe('assigned')
  })

  it('holds an accept that is being set up: pending, clock standing, then accepted', () => {
    const { world, desk, chat, pass } = makeWorld()
    const task = chat()
    pass(0)
    const reservation = only(task)
    beginHold(world, reservation, desk.frontDesk.reservationTimeoutS * 3_000, 'accepted')
    expect(() => {
      accept(world, reservation)
    }).toThrow(/not in expected state \[pending\] and cannot be updated to \[onHold\]/)
    pass(desk.frontDesk.reservationTimeoutS * 2_000)
    expect(reservation.status).toBe('pending')
    pass(desk.frontDesk.reservationTimeoutS * 1_000)
    expect(reservation.status).toBe('accepted')
  })
})

describe('a worker', () => {
  it('leaves for an unavailable activity and gives back its offers when told so', () => {
    const { world, desk, staff, chat, pass } = makeWorld({}, 1)
    const task = chat()
    pass(0)
    const change = { attributes: null, name: null, rejectPending: true }
    expect(() => {
      changeWorker(world, staff[0]!, { ...change, activity: desk.backOffice })
    }).toThrow(Refusal)
    changeWorker(world, staff[0]!, { ...change, activity: desk.offline })
    expect(only(task).status).toBe('rejected')
    expect(task.status).toBe('pending')
  })

  it('is offered no more than its capacity', () => {
    const { staff, chat, pass } = makeWorld({}, 1)
    const tasks = [chat(), chat(), chat()]
    pass(0)
    expect(tasks.map(({ status }) => status)).toEqual(['reserved', 'reserved', 'pending'])
    expect(staff[0]!.live.size).toBe(2)
  })
})

/** What must hold at every moment, whatever anybody did. */
function checkInvariants(world: World): void {
  for (const task of world.tasks.values()) {
    const live = task.reservations.filter((each) => isLive(each.status))
    const statuses = live.map(({ status }) => status)
    if (task.status === 'pending' || !isTaskLive(task.status)) expect(statuses).toEqual([])
    if (task.status === 'reserved') {
      expect(statuses.length).toBeGreaterThan(0)
      expect(statuses).not.toContain('wrapping')
      if (statuses.includes('accepted')) expect(statuses).toEqual(['accepted'])
    }
    if (task.status === 'assigned') expect(statuses).toEqual(['accepted'])
    if (task.status === 'wrapping') expect(statuses).toEqual(['wrapping'])
    expect(world.tasksWith(task.status).has(task)).toBe(true)
    if (task.queue !== null && world.waitingIn(task.queue).has(task)) expect(task.status).toBe('pending')
  }
  for (const worker of world.workers.values()) {
    const live = worker.reservations.filter((each) => isLive(each.status))
    expect(new Set(live)).toEqual(worker.live)
    for (const slot of worker.channels) expect(loadOf(slot).counted).toBeLessThanOrEqual(slot.capacity)
  }
}

const STATUS_BY_EVENT: Readonly<Record<string, string>> = {
  created: 'pending',
  accepted: 'accepted',
  rejected: 'rejected',
  timeout: 'timeout',
  canceled: 'canceled',
  rescinded: 'rescinded',
  wrapup: 'wrapping',
  completed: 'completed',
}

/** Folds the log as a client does: the last line about a reservation gives its status. */
function checkLogExplainsState(world: World): void {
  const told = new Map<string, string>()
  let before = Number.NEGATIVE_INFINITY
  for (const event of world.log.events) {
    expect(event.at).toBeGreaterThanOrEqual(before)
    before = event.at
    const step = /^reservation\.(.*)$/.exec(event.type)?.[1]
    if (step !== undefined && event.reservation !== null)
      told.set(event.reservation.sid, STATUS_BY_EVENT[step] ?? step)
  }
  for (const reservation of world.reservations.values())
    expect(told.get(reservation.sid)).toBe(reservation.status)
  const live = (status: string): boolean => ['pending', 'accepted', 'wrapping'].includes(status)
  for (const [sid, status] of told) if (live(status)) expect(world.reservations.has(sid)).toBe(true)
}

const LEGAL_TASK_MOVES: Readonly<Record<TaskStatus, readonly TaskStatus[]>> = {
  pending: ['reserved', 'canceled'],
  reserved: ['pending', 'assigned', 'canceled'],
  assigned: ['wrapping', 'completed', 'pending'],
  wrapping: ['completed'],
  completed: [],
  canceled: [],
}

const LEGAL_RESERVATION_MOVES: Readonly<Record<ReservationStatus, readonly ReservationStatus[]>> = {
  pending: ['accepted', 'rejected', 'timeout', 'canceled', 'rescinded'],
  accepted: ['wrapping', 'completed', 'canceled', 'rejected'],
  wrapping: ['completed'],
  rejected: [],
  timeout: [],
  canceled: [],
  rescinded: [],
  completed: [],
}

/** Time may carry a reservation several steps on; without time it makes one. */
function laterThan(from: ReservationStatus): readonly ReservationStatus[] {
  const next = LEGAL_RESERVATION_MOVES[from]
  return [...next, ...next.flatMap(laterThan)]
}

const statusesIn = (world: World): string[] =>
  [...world.tasks.values(), ...world.reservations.values()].map(({ sid, status }) => `${sid} ${status}`)

describe('random lives', () => {
  const move = fc.record({
    kind: fc.constantFrom(
      'create', 'createShared', 'accept', 'reject', 'rejectAndMove', 'wrap', 'complete', 'hold', 'holdInVain', 'cancel',
      'completeTask', 'wrapTask', 'delete', 'offline', 'online', 'pass', 'passLong',
    ),
    pick: fc.nat(),
  }) // prettier-ignore

  it.each(['refuse', 'allow'] as const)(
    'never reach an illegal state (reject on accepted: %s)',
    (rejectOnAccepted) => {
      fc.assert(
        fc.property(fc.array(move, { minLength: 5, maxLength: 80 }), (moves) => {
          const { world, desk, staff, chat, shared, pass } = makeWorld({
            rejectOnAccepted,
            rejectionLimit: 4,
          })
          const seen = new Map<Task, TaskStatus>()
          const offers = new Map<Reservation, ReservationStatus>()
          for (const { kind, pick } of moves) {
            const tasks = [...world.tasks.values()]
            const reservations = [...world.reservations.values()]
            const task = tasks[pick % Math.max(1, tasks.length)]
            const reservation = reservations[pick % Math.max(1, reservations.length)]
            const worker = staff[pick % staff.length]!
            const go = { attributes: null, name: null, rejectPending: false }
            const beforeMove = statusesIn(world)
            try {
              if (kind === 'create') chat()
              else if (kind === 'createShared') shared()
              else if (kind === 'pass') pass(pick % 20_000)
              else if (kind === 'passLong') pass(pick % 400_000)
              else if (kind === 'offline')
                changeWorker(world, worker, { ...go, activity: desk.offline, rejectPending: pick % 2 === 0 })
              else if (kind === 'online') changeWorker(world, worker, { ...go, activity: desk.available })
              else if (kind === 'accept' && reservation) accept(world, reservation)
              else if (kind === 'reject' && reservation) reject(world, reservation)
              else if (kind === 'rejectAndMove' && reservation) reject(world, reservation, desk.offline)
              else if (kind === 'wrap' && reservation) wrap(world, reservation)
              else if (kind === 'complete' && reservation) complete(world, reservation)
              else if (kind === 'hold' && reservation)
                beginHold(world, reservation, pick % 60_000, 'accepted')
              else if (kind === 'holdInVain' && reservation)
                beginHold(world, reservation, pick % 60_000, 'canceled')
              else if (kind === 'cancel' && task) cancelTask(world, task, 'test')
              else if (kind === 'completeTask' && task) completeTask(world, task, 'test')
              else if (kind === 'wrapTask' && task) wrapTask(world, task)
              else if (kind === 'delete' && task) deleteTask(world, task)
            } catch (error) {
              if (!(error instanceof Refusal)) throw error
              // What is refused has changed nothing.
              expect(statusesIn(world)).toEqual(beforeMove)
            }
            const stepped = kind !== 'pass' && kind !== 'passLong'
            for (const each of world.tasks.values()) {
              const before = seen.get(each)
              if (before !== undefined && !isTaskLive(before)) expect(each.status).toBe(before)
              if (before !== undefined && before !== each.status && stepped) {
                expect(reachable(before)).toContain(each.status)
              }
              seen.set(each, each.status)
            }
            for (const each of [...offers.keys(), ...world.reservations.values()]) {
              const before = offers.get(each)
              if (before !== undefined && before !== each.status) {
                expect(stepped ? LEGAL_RESERVATION_MOVES[before] : laterThan(before)).toContain(each.status)
              }
              offers.set(each, each.status)
            }
            checkInvariants(world)
          }
          checkLogExplainsState(world)
        }),
        { numRuns: 60, seed: 4711 },
      )
    },
  )
})

/** States that one caller's move may lead to: the move itself, with a settling or a return on the way. */
function reachable(from: TaskStatus): TaskStatus[] {
  const once = LEGAL_TASK_MOVES[from]
  return [...new Set([...once, ...once.flatMap((status) => LEGAL_TASK_MOVES[status])])]
}
