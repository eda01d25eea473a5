import { beginHold, offer, reject } from '../world/reservations'
import { completeTask, deleteTask, endCall, endTask } from '../world/tasks'
import { TASK_TTL_REASON } from '../world/rules'
import { moveWorker } from '../world/record'
import type { Play } from './plays'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Situations about work that was taken: wrapping, assigned, capacity, tasks that went away. */
export const WORK_PLAYS: readonly Play[] = [
  {
    name: 'P1',
    title: 'Wrapping for ever: the agent closed the browser',
    put: (kit) => {
      const total = kit.count(40)
      for (let index = 0; index < total;) {
        kit.ago(kit.age(3 * HOUR) + 2 * MINUTE, () => {
          const worker = kit.agent()
          for (let held = 0; held < 4 && index < total; held++, index++) kit.wrapping('chat', worker)
          if (index % 8 === 0) moveWorker(kit.stage.world, worker, kit.desk.offline)
        })
      }
    },
  },
  {
    name: 'P2',
    title: 'The call ended, the task did not',
    put: (kit) => {
      kit.ago(kit.age(40 * MINUTE), () => {
        const worker = kit.agent()
        for (let index = 0; index < kit.count(3); index++)
          endCall(kit.stage.world, kit.accepted('voice', worker).task)
        endCall(kit.stage.world, kit.pending('voice', worker).task)
        endCall(kit.stage.world, kit.task('voice'))
        kit.note('inProgress', kit.accepted('voice', worker).sid)
      })
    },
  },
  {
    name: 'P3',
    title: 'Gone: the task was removed minutes after its end',
    put: (kit) => {
      const removal = kit.stage.rules.removalMs
      kit.ago(kit.age(removal + MINUTE), () => {
        const worker = kit.agent()
        for (let index = 0; index < kit.count(2); index++) {
          completeTask(kit.stage.world, kit.accepted('chat', worker).task, 'done', true)
        }
      })
    },
  },
  {
    name: 'P4',
    title: 'Went home holding work',
    put: (kit) => {
      for (let index = 0; index < kit.count(12); index++) {
        const since = kit.age(22 * HOUR - index * HOUR)
        const worker = kit.ago(since, () => {
          const agent = kit.agent()
          if (index % 3 === 0) kit.wrapping('email', agent)
          else kit.accepted('email', agent)
          return agent
        })
        kit.ago(Math.max(0, since - MINUTE), () => {
          moveWorker(kit.stage.world, worker, kit.desk.offline)
        })
      }
    },
  },
  {
    name: 'P13',
    title: 'Cancel refused, wrap-up refused',
    put: (kit) => {
      kit.ago(kit.age(10 * MINUTE), () => {
        const worker = kit.agent()
        kit.note('assignedTask', kit.accepted('chat', worker).task.sid)
        kit.note('reservedTask', kit.pending('chat', worker).task.sid)
      })
    },
  },
  {
    name: 'P14',
    title: 'Accepted calls whose leg is still up',
    put: (kit) => {
      kit.ago(kit.age(15 * MINUTE), () => {
        const worker = kit.agent()
        for (let index = 0; index < kit.count(3); index++) kit.accepted('voice', worker)
      })
    },
  },
  {
    name: 'P21',
    title: 'Ghost card: the task was put in the queue anew',
    put: (kit) => {
      kit.ago(kit.age(20 * MINUTE), () => {
        const worker = kit.agent()
        const former = kit.accepted('voice', worker)
        kit.note('formerTask', former.task.sid)
        deleteTask(kit.stage.world, former.task)
        kit.note('reservation', kit.pending('voice', worker).sid)
      })
    },
  },
  {
    name: 'P22',
    title: 'A task that must not simply be deleted: others work on it',
    put: (kit) => {
      kit.ago(kit.age(5 * MINUTE), () => {
        const { task } = kit.accepted('voice', kit.agent())
        task.inTransfer = true
        kit.offer(task, [kit.agent()])
        kit.stage.world.setTaskStatus(task, 'assigned')
      })
    },
  },
  {
    name: 'P23',
    title: 'Capacity eaten: by wrap-up, and by nothing at all',
    put: (kit) => {
      kit.ago(kit.age(50 * MINUTE), () => {
        const worker = kit.agent({ capacity: { default: 1, voice: 1, chat: 2, sms: 1, email: 1 } })
        kit.wrapping('chat', worker)
        for (const slot of worker.channels) if (slot.channel === kit.desk.channels.chat) slot.ghosts = 1
        kit.note('ghosts', 1)
      })
    },
  },
  {
    name: 'P24',
    title: 'One task offered to many',
    put: (kit) => {
      kit.ago(kit.age(3 * MINUTE), () => {
        const workers = Array.from({ length: Math.min(50, kit.count(17)) }, () => kit.agent())
        kit.offer(kit.task('voice'), workers)
      })
    },
  },
  {
    name: 'P25',
    title: 'Ended by its time to live while the caller holds',
    put: (kit) => {
      const task = kit.ago(kit.age(2 * MINUTE) + 30 * MINUTE, () => kit.task('voice', { timeoutS: 1800 }))
      kit.ago(kit.age(2 * MINUTE) + MINUTE, () => kit.offer(task, [kit.agent()]))
      kit.ago(kit.age(2 * MINUTE), () => {
        endTask(kit.stage.world, task, TASK_TTL_REASON)
      })
    },
  },
  {
    name: 'P26',
    title: 'Completed, but the note cannot be written',
    put: (kit) => {
      kit.ago(kit.age(30 * MINUTE), () => {
        const { task } = kit.wrapping('chat', kit.agent())
        kit.arm({
          kind: 'status',
          status: 500,
          method: 'POST',
          path: `*/Tasks/${task.sid}`,
          parameter: 'Attributes',
        })
      })
    },
  },
  {
    name: 'P32',
    title: 'Support asks for proof: a reservation with a past',
    put: (kit) => {
      const worker = kit.ago(2 * HOUR, () => kit.agent())
      const task = kit.ago(kit.age(HOUR), () => kit.task('voice'))
      kit.ago(kit.age(HOUR), () => {
        kit.refused(task, worker)
      })
      kit.ago(kit.age(HOUR) / 2, () => {
        for (const held of offer(kit.stage.world, task, [worker])) {
          beginHold(kit.stage.world, held, HOUR, 'canceled')
          held.hold = null
          reject(kit.stage.world, held, null, true)
        }
      })
      kit.ago(MINUTE, () => kit.offer(task, [worker]))
      kit.arm({
        kind: 'status',
        status: 500,
        method: 'POST',
        path: `*/Tasks/${task.sid}/Reservations/*`,
        times: 1,
      })
    },
  },
]
