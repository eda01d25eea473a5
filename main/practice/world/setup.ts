import { compileExpression } from './expression'
import type { Activity, TaskChannel, TaskQueue, Workflow } from './model'
import type { World } from './world'

export function addActivity(world: World, name: string, available: boolean): Activity {
  const activity: Activity = { ...world.birth('WA'), name, available }
  world.activities.set(activity.sid, activity)
  return activity
}

export function addChannel(world: World, uniqueName: string, name: string): TaskChannel {
  const channel: TaskChannel = { ...world.birth('TC'), name, uniqueName }
  world.channels.set(channel.sid, channel)
  return channel
}

/** @throws ExpressionError when `target` cannot be read. */
export function addQueue(world: World, name: string, target: string, maxReservedWorkers = 1): TaskQueue {
  const queue: TaskQueue = {
    ...world.birth('WQ'),
    name,
    targetText: target,
    target: compileExpression(target),
    maxReservedWorkers,
    cursor: 0,
  }
  world.addQueue(queue)
  return queue
}

export interface NewWorkflow {
  readonly name: string
  readonly reservationTimeoutS: number
  readonly filters?: readonly { readonly expression: string; readonly queue: TaskQueue }[]
  readonly defaultQueue?: TaskQueue | null
}

export function addWorkflow(world: World, input: NewWorkflow): Workflow {
  const workflow: Workflow = {
    ...world.birth('WW'),
    name: input.name,
    reservationTimeoutS: input.reservationTimeoutS,
    filters: (input.filters ?? []).map(({ expression, queue }) => ({
      text: expression,
      expression: compileExpression(expression),
      queue,
    })),
    defaultQueue: input.defaultQueue ?? null,
  }
  world.workflows.set(workflow.sid, workflow)
  return workflow
}

/** Starts the daily forgetting of what the service no longer keeps. */
export function keepLogShort(world: World, retentionMs: number): void {
  world.clock.schedule(world.now + 3_600_000, () => {
    world.log.trim(world.now - retentionMs)
    keepLogShort(world, retentionMs)
  })
}
