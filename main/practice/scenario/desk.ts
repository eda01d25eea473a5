import type { Activity, TaskChannel, TaskQueue, Temper, Worker, Workflow } from '../world/model'
import { addActivity, addChannel, addQueue, addWorkflow } from '../world/setup'
import { createWorker } from '../world/workers'
import type { World } from '../world/world'
import { workerName } from '../people/names'

export interface DeskQueue {
  readonly queue: TaskQueue
  readonly channel: TaskChannel
  /** Share of all contacts. */
  readonly share: number
}

/** The parts of a workspace by what they are for. */
export interface Desk {
  readonly available: Activity
  readonly onBreak: Activity
  readonly offline: Activity
  readonly backOffice: Activity
  readonly channels: Readonly<Record<'default' | 'voice' | 'chat' | 'sms' | 'email', TaskChannel>>
  readonly queues: readonly DeskQueue[]
  /** The workflow by which customers come. */
  readonly intake: Workflow
  /** 45 s to answer. */
  readonly frontDesk: Workflow
  /** Four hours to answer: callbacks that an agent plans for himself. */
  readonly callbacks: Workflow
  readonly workers: readonly Worker[]
}

const FRONT_DESK_TIMEOUT_S = 45
const CALLBACK_TIMEOUT_S = 14_400

/** Activities, channels, queues and workflows of the harbour's helpdesk; no workers yet. */
export function buildDesk(world: World): Omit<Desk, 'workers'> {
  const offline = addActivity(world, 'Offline', false)
  const available = addActivity(world, 'Available', true)
  const onBreak = addActivity(world, 'Break', false)
  const backOffice = addActivity(world, 'Back office', true)
  addActivity(world, 'Training', false)
  const channels = {
    default: addChannel(world, 'default', 'Default'),
    voice: addChannel(world, 'voice', 'Voice'),
    chat: addChannel(world, 'chat', 'Chat'),
    sms: addChannel(world, 'sms', 'SMS'),
    email: addChannel(world, 'email', 'Email'),
  }
  const add = (
    name: string,
    skill: string,
    channel: TaskChannel,
    share: number,
    maxReserved = 1,
  ): DeskQueue => ({
    queue: addQueue(world, name, `skills HAS "${skill}"`, maxReserved),
    channel,
    share,
  })
  const queues = [
    add('Harbour voice', 'voice', channels.voice, 0.1),
    add('Customs voice', 'customs', channels.voice, 0.03, 3),
    add('Live chat', 'chat', channels.chat, 0.38),
    add('SMS updates', 'sms', channels.sms, 0.28),
    add('Email claims', 'email', channels.email, 0.21),
  ]
  const callbackQueue = addQueue(world, 'Callbacks', 'skills HAS "voice"')
  const filters = queues.map(({ queue }) => ({ expression: `queue == "${queue.name}"`, queue }))
  const frontDesk = addWorkflow(world, {
    name: 'Front desk',
    reservationTimeoutS: FRONT_DESK_TIMEOUT_S,
    filters,
    defaultQueue: queues[2]?.queue ?? null,
  })
  const callbacks = addWorkflow(world, {
    name: 'Planned callbacks',
    reservationTimeoutS: CALLBACK_TIMEOUT_S,
    defaultQueue: callbackQueue,
  })
  return {
    available,
    onBreak,
    offline,
    backOffice,
    channels,
    queues,
    intake: frontDesk,
    frontDesk,
    callbacks,
  }
}

const SKILLS: readonly (readonly string[])[] = [
  ['voice', 'chat'],
  ['chat', 'sms'],
  ['sms', 'email'],
  ['chat', 'email'],
  ['voice', 'customs', 'email'],
  ['chat', 'sms', 'email'],
]

/** Hires worker number `index` of the desk; skills go round, so that every queue has its people. */
export function hire(
  world: World,
  desk: Omit<Desk, 'workers'>,
  index: number,
  options: {
    readonly temper: Temper | null
    readonly activity?: Activity
    readonly capacity?: Readonly<Record<string, number>>
    readonly skills?: readonly string[]
    /** Further attribute for workspaces whose queues go by group. */
    readonly groups?: readonly string[]
    readonly name?: string
  },
): Worker {
  const name = options.name ?? workerName(index)
  const handle = name.toLowerCase().replace(/[^a-z0-9]+/g, '.')
  return createWorker(world, {
    name,
    attributes: JSON.stringify({
      contact_uri: `client:${handle}`,
      skills: options.skills ?? SKILLS[index % SKILLS.length] ?? [],
      ...(options.groups === undefined ? {} : { groups: options.groups }),
      team: ['North quay', 'South quay', 'Ferry hall'][index % 3],
    }),
    activity: options.activity ?? desk.available,
    temper: options.temper,
    capacity: options.capacity ?? { default: 1, voice: 1, chat: 5, sms: 6, email: 8 },
  })
}
