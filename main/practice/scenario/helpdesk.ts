import { contact } from '../people/customers'
import type { People } from '../people/people'
import type { Temper } from '../world/model'
import type { Random } from '../world/random'
import { beginHold, offer } from '../world/reservations'
import type { World } from '../world/world'
import { buildDesk, hire, type Desk } from './desk'

/** How long the desk has been open when somebody first looks at it. */
export const WARM_UP_MS = 3 * 3_600_000
const MINUTE = 60_000
const STAFF = 24
const SMALL = { default: 1, voice: 1, chat: 1, sms: 1, email: 1 }

/** Tempers by place in the staff list: mostly people who work, a few who cause what a supervisor comes for. */
function temperOf(index: number): Temper {
  if (index === 5 || index === 14) return 'away'
  if (index === 8 || index === 19) return 'leaver'
  if (index === 11) return 'picky'
  return index % 4 === 2 ? 'slow' : 'prompt'
}

/** Opens the desk with its staff; without life nobody plays them. */
export function staffDesk(world: World, life: boolean): Desk {
  const desk = buildDesk(world)
  const workers = Array.from({ length: STAFF }, (_, index) => {
    const temper = temperOf(index)
    const small = temper === 'away' || temper === 'leaver'
    const off = index === 3 || index === 16
    return hire(world, desk, index, {
      temper: life ? temper : null,
      ...(small ? { capacity: SMALL } : {}),
      ...(off ? { activity: desk.offline } : {}),
    })
  })
  return { ...desk, workers }
}

/** Lets customers come for ever: one every `meanMs` on average. */
export function openDoors(world: World, random: Random, people: People, desk: Desk, meanMs: number): void {
  world.clock.schedule(world.now + Math.max(1, Math.round(random.exponential(meanMs))), () => {
    if (!people.active) return
    let draw = random.next()
    const target = desk.queues.find(({ share }) => (draw -= share) < 0) ?? desk.queues[0]
    if (target !== undefined) {
      contact(world, random, {
        channel: target.channel,
        workflow: desk.intake,
        queueName: target.queue.name,
      })
    }
    openDoors(world, random, people, desk, meanMs)
  })
}

/** Workers go on shift, with breaks; those who are away never come back from theirs. */
export function startShifts(people: People, desk: Desk): void {
  for (const worker of desk.workers) {
    if (worker.temper !== 'away' && worker.activity === desk.available) {
      people.startShift(worker, desk.available, desk.onBreak)
    }
  }
}

/**
 * Plans what will be found stuck at the end of the warm-up: offers whose clock stopped in an outage, planned callbacks that
 * nobody picks up, and accepts that never connect. They stay until a supervisor acts.
 */
export function planStuckOffers(world: World, random: Random, people: People, desk: Desk): void {
  const end = world.now + WARM_UP_MS
  const reachable = desk.workers.filter((worker) => worker.activity === desk.available)
  const at = (minutesBefore: number, run: () => void): void => {
    world.clock.schedule(end - Math.round(minutesBefore * MINUTE), run)
  }
  for (let index = 0; index < 10; index++) {
    const worker = reachable[(index * 3 + 1) % reachable.length]
    const target = desk.queues[[2, 3, 4, 2, 3][index % 5] ?? 2]
    if (worker === undefined || target === undefined) continue
    at(150 - index * 12 - random.next() * 5, () => {
      const task = contact(world, random, {
        channel: target.channel,
        workflow: desk.intake,
        queueName: target.queue.name,
        routed: false,
      })
      for (const stuck of offer(world, task, [worker], { timeoutS: null })) people.unattended.add(stuck)
      task.routed = true
    })
  }
  for (let index = 0; index < 6; index++) {
    const worker = reachable[(index * 5 + 2) % reachable.length]
    if (worker === undefined) continue
    at(55 - index * 7, () => {
      const task = contact(world, random, {
        channel: desk.channels.default,
        workflow: desk.callbacks,
        queueName: 'Callbacks',
        routed: false,
      })
      for (const stuck of offer(world, task, [worker])) people.unattended.add(stuck)
      task.routed = true
    })
  }
  for (let index = 0; index < 2; index++) {
    const worker = reachable[index * 7]
    const voice = desk.queues[0]
    if (worker === undefined || voice === undefined) continue
    at(9 - index * 4, () => {
      const task = contact(world, random, {
        channel: voice.channel,
        workflow: desk.frontDesk,
        queueName: voice.queue.name,
        routed: false,
      })
      for (const held of offer(world, task, [worker])) {
        people.unattended.add(held)
        beginHold(world, held, 12 * 3_600_000, 'canceled')
      }
      task.routed = true
    })
  }
}
