import type { Activity, TaskChannel, Temper, Worker, WorkerChannel } from './model'
import { moveWorker, recordWorker } from './record'
import { badRequest } from './refusal'
import { pendingOf, reject } from './reservations'
import { parseAttributes } from './tasks'
import type { World } from './world'

export interface NewWorker {
  readonly name: string
  readonly attributes: string
  readonly activity: Activity
  readonly temper?: Temper | null
  /** Capacity per channel unique name; channels left out get 1. */
  readonly capacity?: Readonly<Record<string, number>>
}

export function createWorker(world: World, input: NewWorker): Worker {
  const worker: Worker = {
    ...world.birth('WK'),
    name: input.name,
    activity: input.activity,
    attributesText: input.attributes,
    attributes: parseAttributes(input.attributes),
    statusChangedAt: world.now,
    version: 0,
    channels: [],
    reservations: [],
    live: new Set(),
    temper: input.temper ?? null,
  }
  for (const channel of world.channels.values()) {
    worker.channels.push({
      ...world.birth('WC'),
      worker,
      channel,
      capacity: input.capacity?.[channel.uniqueName] ?? 1,
      available: true,
      ghosts: 0,
    })
  }
  world.addWorker(worker)
  recordWorker(world, worker, 'worker.created', `Worker ${worker.name} created`)
  return worker
}

/** Live reservations on a channel by what they count for: `assigned` are accepted or wrapping, `counted` all that hold it. */
export function loadOf(slot: WorkerChannel): { assigned: number; counted: number } {
  let assigned = slot.ghosts
  let counted = slot.ghosts
  for (const reservation of slot.worker.live) {
    if (reservation.task.channel !== slot.channel) continue
    counted++
    if (reservation.status !== 'pending') assigned++
  }
  return { assigned, counted }
}

function channelOf(worker: Worker, channel: TaskChannel): WorkerChannel | undefined {
  return worker.channels.find((slot) => slot.channel === channel)
}

/** Whether the worker could be offered a task of this channel now. */
export function hasRoom(worker: Worker, channel: TaskChannel, ignoreCapacity = false): boolean {
  if (!worker.activity.available) return false
  const slot = channelOf(worker, channel)
  if (slot?.available !== true) return false
  return ignoreCapacity || loadOf(slot).counted < slot.capacity
}

export interface WorkerChange {
  readonly activity: Activity | null
  readonly attributes: string | null
  readonly name: string | null
  readonly rejectPending: boolean
}

/**
 * Changes a worker as the API does.
 * @throws Refusal when offers are to be rejected without leaving for an unavailable activity, or the name is taken.
 */
export function changeWorker(world: World, worker: Worker, change: WorkerChange): void {
  if (change.rejectPending && (change.activity === null || change.activity.available)) {
    throw badRequest(
      'RejectPendingReservations is only valid when moving the worker to an unavailable activity.',
    )
  }
  if (change.name !== null) rename(world, worker, change.name)
  if (change.attributes !== null && change.attributes !== worker.attributesText) {
    worker.attributesText = change.attributes
    worker.attributes = parseAttributes(change.attributes)
    world.touch(worker)
    world.refreshEligibility(worker)
    recordWorker(world, worker, 'worker.attributes.update', `Worker ${worker.name} attributes updated`)
    world.router.workerFreed(worker)
  }
  if (change.activity === null) return
  moveWorker(world, worker, change.activity)
  if (!change.rejectPending) return
  for (const reservation of pendingOf(worker)) {
    if (reservation.hold === null) reject(world, reservation)
  }
}

function rename(world: World, worker: Worker, name: string): void {
  const holder = world.workersByName.get(name.toLowerCase())
  if (holder !== undefined && holder !== worker) throw badRequest(`FriendlyName ${name} is already in use.`)
  world.workersByName.delete(worker.name.toLowerCase())
  worker.name = name
  world.workersByName.set(name.toLowerCase(), worker)
  world.touch(worker)
}

/** Changes what a worker takes of one channel. */
export function changeChannel(
  world: World,
  slot: WorkerChannel,
  change: { capacity: number | null; available: boolean | null },
): void {
  const about = { task_channel_sid: slot.channel.sid, task_channel_unique_name: slot.channel.uniqueName }
  if (change.capacity !== null && change.capacity !== slot.capacity) {
    const previous = slot.capacity
    slot.capacity = change.capacity
    recordWorker(world, slot.worker, 'worker.capacity.update', `Capacity of ${slot.worker.name} updated`, {
      ...about,
      worker_channel_available_capacity: String(change.capacity),
      worker_channel_previous_capacity: String(previous),
      worker_channel_task_count: String(loadOf(slot).counted),
    })
  }
  if (change.available !== null && change.available !== slot.available) {
    slot.available = change.available
    recordWorker(
      world,
      slot.worker,
      'worker.channel.availability.update',
      `Channel of ${slot.worker.name} updated`,
      {
        ...about,
        worker_channel_available: String(change.available),
      },
    )
  }
  slot.updatedAt = world.now
  world.router.workerFreed(slot.worker)
}
