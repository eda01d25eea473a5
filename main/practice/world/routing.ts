import type { Task, TaskChannel, TaskQueue, Worker } from './model'
import { offer } from './reservations'
import { endIfExhausted } from './tasks'
import { hasRoom, loadOf } from './workers'
import type { Router, World } from './world'

/** Finds workers for tasks and tasks for workers. Everything it decides happens on the clock, never inside a caller's move. */
class QueueRouter implements Router {
  private readonly freed = new Set<Worker>()
  private sweepDue = false

  constructor(private readonly world: World) {}

  taskWaits(task: Task): void {
    const { queue } = task
    if (!task.routed || queue === null || task.status !== 'pending') return
    if (!this.world.waitingIn(queue).has(task)) this.world.waitingIn(queue).add(task)
    this.world.clock.schedule(this.world.now, () => {
      this.tryTask(task)
    })
  }

  workerFreed(worker: Worker): void {
    this.freed.add(worker)
    if (this.sweepDue) return
    this.sweepDue = true
    this.world.clock.schedule(this.world.now + this.world.rules.rerouteMs, () => {
      this.sweepDue = false
      this.serveFreed()
    })
  }

  private serveFreed(): void {
    const workers = [...this.freed]
    this.freed.clear()
    for (const worker of workers) {
      if (!worker.activity.available) continue
      for (const queue of this.world.queues.values()) {
        if (this.world.waitingIn(queue).size > 0 && queue.target(worker.attributes)) this.serve(queue, worker)
      }
    }
  }

  private serve(queue: TaskQueue, worker: Worker): void {
    const room = new Map<TaskChannel, number>()
    for (const slot of worker.channels) {
      const free = slot.available ? slot.capacity - loadOf(slot).counted : 0
      if (free > 0) room.set(slot.channel, free)
    }
    const taken: Task[] = []
    for (const task of this.world.waitingIn(queue).all) {
      if (room.size === 0) break
      const free = room.get(task.channel)
      if (free === undefined) continue
      taken.push(task)
      if (free === 1) room.delete(task.channel)
      else room.set(task.channel, free - 1)
    }
    for (const task of taken) this.tryTask(task)
  }

  private tryTask(task: Task): void {
    const { queue } = task
    if (task.status !== 'pending' || queue === null || task.removed || !task.routed) return
    if (endIfExhausted(this.world, task)) return
    const workers = this.candidates(task, queue)
    if (workers.length > 0) offer(this.world, task, workers)
  }

  private candidates(task: Task, queue: TaskQueue): Worker[] {
    if (task.routingTarget?.startsWith('WK') === true) {
      const worker = this.world.workers.get(task.routingTarget)
      return worker !== undefined && hasRoom(worker, task.channel, task.ignoreCapacity) ? [worker] : []
    }
    const eligible = this.world.eligibleFor(queue)
    const found: Worker[] = []
    for (let step = 0; step < eligible.length && found.length < queue.maxReservedWorkers; step++) {
      const worker = eligible[(queue.cursor + step) % eligible.length]
      if (worker === undefined || !hasRoom(worker, task.channel)) continue
      found.push(worker)
      if (found.length === queue.maxReservedWorkers)
        queue.cursor = (queue.cursor + step + 1) % eligible.length
    }
    return found
  }
}

/** Gives a world its router. */
export function installRouter(world: World): void {
  world.router = new QueueRouter(world)
}
