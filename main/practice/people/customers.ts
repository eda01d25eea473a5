import type { Task, TaskChannel, Workflow } from '../world/model'
import type { Random } from '../world/random'
import { createTask, type NewTask } from '../world/tasks'
import type { World } from '../world/world'
import { customerName, fictionalNumber } from './names'

const TOPICS = [
  'berth booking',
  'lost container',
  'customs papers',
  'invoice',
  'ferry change',
  'pilot request',
  'storage fee',
]
const LANGUAGES = ['en', 'nl', 'de', 'fr']

/** Attributes as a desk's front end would write them. Every call has its `call_sid`, `from` and `to`. */
function customerAttributes(world: World, random: Random, channel: string, queue: string): string {
  const number = fictionalNumber(random)
  const contact =
    channel === 'voice'
      ? { call_sid: world.randomSid('CA'), from: number, to: '+15552000100', direction: 'inbound' }
      : { from: number }
  return JSON.stringify({
    channel,
    queue,
    topic: random.pick(TOPICS),
    language: random.pick(LANGUAGES),
    name: customerName(random),
    ...contact,
  })
}

/** A customer gets in touch: a new task in the named queue. */
export function contact(
  world: World,
  random: Random,
  input: { channel: TaskChannel; workflow: Workflow; queueName: string } & Partial<NewTask>,
): Task {
  const { channel, workflow, queueName, ...rest } = input
  return createTask(world, {
    attributes: customerAttributes(world, random, channel.uniqueName, queueName),
    priority: random.chance(0.15) ? random.int(1, 3) * 5 : 0,
    ...rest,
    channel,
    workflow,
    callAlive: channel.uniqueName === 'voice' ? true : null,
  })
}
