import type { Play } from './plays'

const MINUTE = 60_000
const SLOW_RPS = 3

/** Situations about size, limits, faults and rights. */
export const SCALE_PLAYS: readonly Play[] = [
  {
    name: 'P20',
    title: 'Too many requests in the middle of a bulk',
    put: (kit) => {
      kit.limit({ rps: SLOW_RPS, burst: SLOW_RPS })
      kit.ago(kit.age(10 * MINUTE), () => {
        for (let index = 0; index < kit.count(200);) {
          const worker = kit.agent()
          for (let held = 0; held < 10 && index < kit.count(200); held++, index++) kit.pending('chat', worker)
        }
      })
      kit.note('rps', SLOW_RPS)
    },
  },
  {
    name: 'P27',
    title: 'So many workers that their statistics are closed',
    put: (kit) => {
      for (let index = 0; index < kit.count(110); index++) kit.agent()
    },
  },
  {
    name: 'P28',
    title: 'More than one page, and rows move while it is read',
    put: (kit) => {
      const total = kit.count(2_300)
      const tasks = Array.from({ length: total }, () =>
        kit.ago(kit.age(20 * MINUTE), () => kit.task('email')),
      )
      const worker = kit.agent()
      for (let moved = 0; moved < 40; moved++) {
        const task = tasks[(moved * 53) % total]
        kit.later((moved + 1) * 100, () => {
          if (task?.status === 'pending') kit.offer(task, [worker])
        })
      }
    },
  },
  {
    name: 'P29',
    title: 'One row that always fails',
    put: (kit) => {
      kit.ago(kit.age(10 * MINUTE), () => {
        const worker = kit.agent()
        const rows = Array.from({ length: kit.count(100) }, () => kit.pending('sms', worker))
        const poisoned = rows[Math.floor(rows.length / 2)]
        if (poisoned === undefined) return
        kit.note('poisoned', poisoned.sid)
        kit.arm({ kind: 'status', status: 500, method: 'POST', path: `*/Reservations/${poisoned.sid}` })
      })
    },
  },
  {
    name: 'P30',
    title: 'The network is gone',
    put: (kit) => {
      kit.arm({ kind: 'reset-before' })
    },
  },
  {
    name: 'P31',
    title: 'The key may read but not act',
    put: (kit) => {
      kit.ago(kit.age(5 * MINUTE), () => {
        const worker = kit.agent()
        for (let index = 0; index < kit.count(3); index++) kit.pending('chat', worker)
      })
      kit.arm({ kind: 'permission', method: 'POST', path: '*/Reservations/*' })
    },
  },
  {
    name: 'P31-rotated',
    title: 'The key was taken away',
    put: (kit) => {
      kit.arm({ kind: 'status', status: 401 })
    },
  },
]
