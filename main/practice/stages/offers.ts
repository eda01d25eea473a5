import type { Reservation } from '../world/model'
import { accept, beginHold, expire, reject } from '../world/reservations'
import { moveWorker } from '../world/record'
import { setReservation, returnToQueue } from '../world/tasks'
import type { Play } from './plays'
import type { StageKit } from './kit'

const SECOND = 1_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** A hold that never connects within a session. */
const FOR_HOURS = 12 * HOUR

/** Situations about offers: pending too long, refused, repeated, raced for. */
export const OFFER_PLAYS: readonly Play[] = [
  {
    name: 'P5',
    title: 'Pending past the timeout: an accept is being set up',
    put: (kit) => {
      kit.ago(kit.age(4 * MINUTE), () => {
        const worker = kit.agent()
        for (let index = 0; index < kit.count(3); index++) {
          const [held] = kit.offer(kit.task('voice'), [worker], 'running')
          if (held !== undefined)
            beginHold(kit.stage.world, held, FOR_HOURS, index % 2 === 0 ? 'canceled' : 'accepted')
        }
      })
    },
  },
  {
    name: 'P6',
    title: 'Pending long because the timeout is hours',
    put: (kit) => {
      kit.ago(kit.age(2 * HOUR), () => {
        const worker = kit.agent()
        for (let index = 0; index < kit.count(6); index++) {
          kit.offer(kit.task('default', { workflow: kit.desk.callbacks }), [worker], 'running')
        }
      })
      kit.note('timeoutS', kit.desk.callbacks.reservationTimeoutS)
    },
  },
  {
    name: 'P7',
    title: 'Left over after the agent changed activity',
    put: (kit) => {
      const worker = kit.ago(kit.age(30 * MINUTE), () => {
        const agent = kit.agent()
        for (let index = 0; index < kit.count(3); index++) kit.pending('chat', agent)
        return agent
      })
      kit.ago(kit.age(30 * MINUTE) / 2, () => {
        moveWorker(kit.stage.world, worker, kit.desk.backOffice)
      })
      kit.note('currentActivity', kit.desk.backOffice.sid)
    },
  },
  {
    name: 'P8',
    title: 'To be taken offline with offers in hand',
    put: (kit) => {
      kit.ago(kit.age(3 * MINUTE), () => {
        const worker = kit.agent()
        for (let index = 0; index < kit.count(5); index++) kit.pending('chat', worker)
      })
      kit.note('offlineActivity', kit.desk.offline.sid)
      kit.note('availableActivity', kit.desk.backOffice.sid)
    },
  },
  {
    name: 'P9',
    title: 'Available, but nobody is there: offers time out one after another',
    put: (kit) => {
      const worker = kit.ago(5 * HOUR, () => kit.agent())
      const rounds = kit.count(5)
      for (let round = rounds; round > 0; round--) {
        const offered = kit.ago(round * 2 * MINUTE, () => kit.offer(kit.task('chat'), [worker]))
        kit.ago(round * 2 * MINUTE - 45 * SECOND, () => {
          for (const each of offered) expire(kit.stage.world, each)
        })
      }
      kit.ago(30 * SECOND, () => kit.pending('chat', worker))
      kit.note('timeouts', rounds)
    },
  },
  {
    name: 'P10',
    title: 'Refused, and offered to the same worker again at once',
    put: (kit) => {
      const rounds = kit.count(4)
      const worker = kit.ago(rounds * 10 * SECOND + MINUTE, () => kit.agent())
      const task = kit.ago(rounds * 10 * SECOND, () => kit.task('chat', { routingTarget: worker.sid }))
      for (let round = rounds; round > 0; round--) {
        kit.ago(round * 10 * SECOND, () => {
          kit.refused(task, worker)
        })
      }
      kit.offer(task, [worker])
      task.routed = true
    },
  },
  {
    name: 'P11',
    title: 'Refused so often that one more may end the task',
    put: (kit) => {
      const refusals = kit.count(9)
      const worker = kit.ago(kit.age(HOUR) + MINUTE, () => kit.agent())
      const task = kit.ago(kit.age(HOUR), () => kit.task('sms'))
      for (let round = refusals; round > 0; round--) {
        kit.ago((kit.age(HOUR) * round) / (refusals + 1), () => {
          kit.refused(task, worker)
        })
      }
      kit.offer(task, [worker])
      kit.note('rejections', refusals)
      kit.note('limit', kit.stage.rules.rejectionLimit)
    },
  },
  {
    name: 'P12',
    title: 'Conference loop: offered, canceled, offered again',
    put: (kit) => {
      const rounds = kit.count(6)
      const worker = kit.ago(rounds * 20 * SECOND + MINUTE, () => kit.agent())
      const task = kit.ago(rounds * 20 * SECOND, () => kit.task('voice'))
      for (let round = rounds; round > 0; round--) {
        const offered = kit.ago(round * 20 * SECOND, () => kit.offer(task, [worker]))
        kit.ago(round * 20 * SECOND - 6 * SECOND, () => {
          for (const each of offered) fail(kit, each)
        })
      }
      kit.offer(task, [worker])
      kit.note('cancels', rounds)
    },
  },
  {
    name: 'P15',
    title: 'Somebody gets there first, seconds from now',
    put: (kit) => {
      const worker = kit.agent()
      for (let index = 0; index < kit.count(6); index++) {
        const [offered] = kit.offer(kit.task('chat'), [worker])
        if (offered === undefined) continue
        kit.later((2 + index) * SECOND, () => {
          overtake(kit, offered, index)
        })
      }
    },
  },
  {
    name: 'P16',
    title: 'Voice instructions that cannot work here',
    put: (kit) => {
      kit.ago(kit.age(MINUTE), () => {
        const worker = kit.agent()
        kit.note('chat', kit.pending('chat', worker).sid)
        kit.note('withoutCall', kit.pending('voice', worker, { attributes: '{"topic":"made by hand"}' }).sid)
        const moving = kit.pending('voice', worker)
        moving.task.inTransfer = true
        kit.note('inTransfer', moving.sid)
      })
    },
  },
  {
    name: 'P17',
    title: 'A call to redirect: without accept it stays pending',
    put: (kit) => {
      kit.ago(kit.age(MINUTE), () => {
        const { task } = kit.pending('voice', kit.agent())
        const call = /"call_sid":"(CA[0-9a-f]{32})"/.exec(task.attributesText)?.[1]
        kit.note('callSid', call ?? '')
      })
    },
  },
  {
    name: 'P18',
    title: 'Another supervisor is at work on the same rows',
    put: (kit) => {
      const worker = kit.ago(kit.age(2 * MINUTE), () => kit.agent())
      for (let index = 0; index < kit.count(4); index++) {
        const reservation = kit.ago(kit.age(2 * MINUTE), () => kit.pending('chat', worker))
        kit.later((index + 1) * SECOND, () => {
          if (reservation.status !== 'pending') return
          if (index % 2 === 0) kit.stage.world.touch(reservation)
          else reject(kit.stage.world, reservation)
        })
      }
    },
  },
  {
    name: 'P19',
    title: 'The agent’s own client takes the change back',
    put: (kit) => {
      kit.ago(kit.age(10 * MINUTE), () => {
        const worker = kit.agent()
        kit.stage.people.stubborn.set(worker, kit.desk.available)
        kit.pending('chat', worker)
      })
    },
  },
]

function fail(kit: StageKit, reservation: Reservation): void {
  setReservation(
    kit.stage.world,
    reservation,
    'canceled',
    `Reservation ${reservation.sid} canceled: could not connect`,
  )
  returnToQueue(kit.stage.world, reservation.task)
}

function overtake(kit: StageKit, reservation: Reservation, index: number): void {
  if (reservation.status !== 'pending') return
  if (index % 3 === 0) accept(kit.stage.world, reservation, true)
  else if (index % 3 === 1) expire(kit.stage.world, reservation)
  else reject(kit.stage.world, reservation, null, true)
}
