import type { BoardIndex } from '../../main/board/model/index'
import { NOON, sid } from './rows'

const ROWS_PER_WORKER = 8
const OFFERS_PER_TASK_MAX = 2

/** Fills an index with so many live reservations on workers and tasks of ordinary proportions; returns their SIDs. */
export function fillIndex(index: BoardIndex, count: number): string[] {
  const at = { source: 'event', at: NOON } as const
  const sids: string[] = []
  for (let n = 0; n < count; n += 1) {
    const taskSid = sid('WT', Math.floor(n / (n % 10 === 0 ? OFFERS_PER_TASK_MAX : 1)))
    const workerSid = sid('WK', n % Math.ceil(count / ROWS_PER_WORKER))
    index.putTask(
      taskSid,
      {
        status: 'reserved',
        createdAt: NOON - 100_000,
        channel: n % 3 === 0 ? 'voice' : 'chat',
        queueSid: sid('WQ', n % 20),
        queueName: `Team ${n % 20}`,
        hasCall: n % 3 === 0,
      },
      NOON,
    )
    index.putWorker(
      workerSid,
      {
        name: `Worker ${n}`,
        activitySid: sid('WA', 1),
        activityName: 'Available',
        available: true,
        since: NOON - 3_600_000,
      },
      NOON,
    )
    const state = index.putReservation(
      {
        sid: sid('WR', n),
        taskSid,
        workerSid,
        workerName: null,
        status: 'pending',
        createdAt: NOON - (n % 90_000),
        updatedAt: null,
      },
      at,
    )
    sids.push(state.sid)
  }
  return sids
}
