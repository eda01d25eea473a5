import { contact } from '../people/customers'
import { workerName } from '../people/names'
import { hire } from '../scenario/desk'
import type { Stage } from '../scenario/build'
import type { Activity, Reservation, Task, TaskChannel, Worker, Workflow } from '../world/model'
import { accept, offer, reject, wrap } from '../world/reservations'
import { endCall } from '../world/tasks'
import type { PracticeWorkspace } from '../workspace'
import type { Fault } from '../http/faults'
import type { LimitOptions } from '../http/limits'
import type { StageFacts, StageOptions } from './stage'

type ChannelName = 'default' | 'voice' | 'chat' | 'sms' | 'email'

export interface TaskWishes {
  readonly workflow?: Workflow
  readonly attributes?: string
  readonly priority?: number
  readonly timeoutS?: number
  readonly routingTarget?: string
  readonly routed?: boolean
}

const ROOMY = { default: 50, voice: 50, chat: 50, sms: 50, email: 50 }
/** Stage workers are named from far down the list, so that they never meet the staff's names. */
const FIRST_NAME = 700

/** What stages are built with: people, tasks and moves, at any moment of the past, all by the real rules. */
export class StageKit {
  private readonly tasks = new Set<string>()
  private readonly reservations = new Set<string>()
  private readonly workers = new Set<string>()
  private readonly faultIds: number[] = []
  private readonly notes: Record<string, string | number | boolean> = {}
  readonly now: number

  constructor(
    readonly workspace: PracticeWorkspace,
    private readonly options: StageOptions,
  ) {
    this.now = workspace.now
  }

  get stage(): Stage {
    return this.workspace.current
  }

  get desk(): Stage['desk'] {
    return this.stage.desk
  }

  count(usual: number): number {
    return this.options.count ?? usual
  }

  /** How long ago it began: what was asked for, or the usual. */
  age(usualMs: number): number {
    return this.options.ageMs ?? usualMs
  }

  /** Does something as of so many ms ago. */
  ago<T>(ms: number, work: () => T): T {
    return this.stage.world.clock.asOf(this.now - ms, work)
  }

  /** Does something in so many ms. */
  later(ms: number, work: () => void): void {
    this.stage.world.clock.schedule(this.now + ms, work)
  }

  /** A worker whom nobody plays. */
  agent(options: { activity?: Activity; capacity?: Readonly<Record<string, number>> } = {}): Worker {
    const { world } = this.stage
    let index = FIRST_NAME + world.workers.size
    while (world.workersByName.has(workerName(index).toLowerCase())) index++
    const worker = hire(world, this.desk, index, {
      temper: null,
      skills: [],
      capacity: options.capacity ?? ROOMY,
      name: workerName(index),
      ...(options.activity === undefined ? {} : { activity: options.activity }),
    })
    this.workers.add(worker.sid)
    return worker
  }

  /** A task that is offered only as the stage says. */
  task(channelName: ChannelName, wishes: TaskWishes = {}): Task {
    const channel = this.desk.channels[channelName]
    const queue = this.queueFor(channel)
    const task = contact(this.stage.world, this.stage.random, {
      channel,
      workflow: wishes.workflow ?? this.desk.frontDesk,
      queueName: queue.name,
      queue,
      routed: wishes.routed ?? false,
      ...(wishes.attributes === undefined ? {} : { attributes: wishes.attributes }),
      ...(wishes.priority === undefined ? {} : { priority: wishes.priority }),
      ...(wishes.timeoutS === undefined ? {} : { timeoutS: wishes.timeoutS }),
      ...(wishes.routingTarget === undefined ? {} : { routingTarget: wishes.routingTarget }),
    })
    this.tasks.add(task.sid)
    return task
  }

  /** Offers a task; nobody answers unless the stage does. No clock runs, or the workflow's. */
  offer(task: Task, workers: readonly Worker[], clock: 'stopped' | 'running' = 'stopped'): Reservation[] {
    const offered = offer(this.stage.world, task, workers, clock === 'running' ? {} : { timeoutS: null })
    for (const reservation of offered) this.keep(reservation)
    return offered
  }

  /** One more pending offer of a new task. */
  pending(channel: ChannelName, worker: Worker, wishes: TaskWishes = {}): Reservation {
    return this.first(this.offer(this.task(channel, wishes), [worker]))
  }

  /** One more accepted reservation of a new task. */
  accepted(channel: ChannelName, worker: Worker, wishes: TaskWishes = {}): Reservation {
    const reservation = this.pending(channel, worker, wishes)
    accept(this.stage.world, reservation, true)
    this.stage.world.setTaskStatus(reservation.task, 'assigned')
    return reservation
  }

  /** One more reservation in wrap-up. */
  wrapping(channel: ChannelName, worker: Worker): Reservation {
    const reservation = this.accepted(channel, worker)
    endCall(this.stage.world, reservation.task)
    wrap(this.stage.world, reservation, true)
    return reservation
  }

  /** Offers a task and has the worker refuse it, at once. */
  refused(task: Task, worker: Worker): void {
    for (const reservation of this.offer(task, [worker])) reject(this.stage.world, reservation, null, true)
  }

  arm(fault: Fault): void {
    this.faultIds.push(this.workspace.armFault(fault))
  }

  limit(limits: Partial<LimitOptions>): void {
    this.workspace.setLimits(limits)
  }

  note(name: string, value: string | number | boolean): void {
    this.notes[name] = value
  }

  facts(name: string): StageFacts {
    return {
      name,
      taskSids: [...this.tasks],
      reservationSids: [...this.reservations],
      workerSids: [...this.workers],
      faultIds: this.faultIds,
      notes: this.notes,
    }
  }

  private keep(reservation: Reservation): void {
    this.stage.people.unattended.add(reservation)
    this.reservations.add(reservation.sid)
    // Where people live, a task that comes back goes on to them; where nobody does, it stays where the stage left it.
    if (this.stage.people.active) reservation.task.routed = true
  }

  private first(reservations: readonly Reservation[]): Reservation {
    const [reservation] = reservations
    if (reservation === undefined) throw new RangeError('An offer needs a worker.')
    return reservation
  }

  private queueFor(channel: TaskChannel) {
    const target = this.desk.queues.find((each) => each.channel === channel) ?? this.desk.queues[0]
    if (target === undefined) throw new RangeError('The workspace has no queue.')
    return target.queue
  }
}
