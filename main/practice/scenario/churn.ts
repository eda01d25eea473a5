import { contact } from '../people/customers'
import type { Reservation, Task, TaskStatus } from '../world/model'
import type { Random } from '../world/random'
import { accept, complete, isOpen, offer, reject, wrap } from '../world/reservations'
import type { World } from '../world/world'
import type { Desk } from './desk'
import { findWorker } from './standard'

const DAY_MS = 86_400_000
/** A move writes two lines of log, on average. */
const EVENTS_PER_MOVE = 2
const ANSWERS_REFUSED = 0.2

/** Keeps a big workspace alive and of its size: moves at random, as many as its events per day ask for. */
export function churn(
  world: World,
  random: Random,
  desk: Desk,
  size: { readonly eventsPerDay: number; readonly tasks: number },
): void {
  const meanMs = (DAY_MS / Math.max(1, size.eventsPerDay)) * EVENTS_PER_MOVE
  const next = (): void => {
    move(world, random, desk, size.tasks)
    world.clock.schedule(world.now + Math.max(1, Math.round(random.exponential(meanMs))), next)
  }
  next()
}

function move(world: World, random: Random, desk: Desk, size: number): void {
  const draw = random.next()
  if (draw < 0.2) arrive(world, random, desk, size)
  else if (draw < 0.4) give(world, random, desk)
  else if (draw < 0.65) answer(world, random)
  else if (draw < 0.82)
    withReservation(world, random, 'assigned', 'accepted', (each) => wrap(world, each, true))
  else withReservation(world, random, 'wrapping', 'wrapping', (each) => complete(world, each, true))
}

function arrive(world: World, random: Random, desk: Desk, size: number): void {
  const live = (['pending', 'reserved', 'assigned', 'wrapping'] as const)
    .map((status) => world.tasksWith(status).size)
    .reduce((sum, count) => sum + count, 0)
  if (live > size * 1.02) return
  const target = random.pick(desk.queues)
  contact(world, random, {
    channel: target.channel,
    workflow: desk.intake,
    queueName: target.queue.name,
    routed: false,
  })
}

function give(world: World, random: Random, desk: Desk): void {
  const task = anyTask(world, random, 'pending')
  const target = desk.queues.find(({ queue }) => queue === task?.queue)
  if (task === null || target === undefined) return
  const worker = findWorker(world, random, target, task)
  if (worker !== null) offer(world, task, [worker])
}

function answer(world: World, random: Random): void {
  withReservation(world, random, 'reserved', 'pending', (each) => {
    if (!isOpen(each)) return
    if (random.chance(ANSWERS_REFUSED)) reject(world, each, null, true)
    else accept(world, each, true)
  })
}

function anyTask(world: World, random: Random, status: TaskStatus): Task | null {
  const tasks = world.tasksWith(status).all
  return tasks[random.int(0, Math.max(0, tasks.length - 1))] ?? null
}

function withReservation(
  world: World,
  random: Random,
  taskStatus: TaskStatus,
  status: Reservation['status'],
  act: (reservation: Reservation) => void,
): void {
  const found = anyTask(world, random, taskStatus)?.reservations.find((each) => each.status === status)
  if (found !== undefined) act(found)
}
