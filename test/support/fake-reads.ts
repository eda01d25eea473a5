import type { BoardRow } from '../../preload/contract/board'
import { fail, succeed } from '../../preload/contract/envelope'
import { sidOf } from './board-fixtures'
import { problem, type Handlers } from './fake-parts'
import { fakeDirectory, fakeQueues } from './fake-rows'

/** What is read about one reservation, one worker and the queues of the fake workspace. */
export const fakeReads = (
  rows: ReadonlyMap<string, BoardRow>,
  now: () => number,
): Pick<Handlers, 'board/detail' | 'board/queues' | 'board/worker'> => ({
  'board/detail': ({ sid }) => {
    const row = rows.get(sid)
    if (row === undefined) return fail(problem('notFound'))
    const channels = [
      { name: 'voice', available: true, assigned: 1, capacity: 1 },
      { name: 'chat', available: true, assigned: 2, capacity: 3 },
    ]
    const timeline = [
      { sid: sidOf('EV', 1), at: row.createdAt ?? now(), type: 'reservation.created', description: null },
    ]
    return succeed({
      row,
      taskAttributes: '{"customer":"Ana","language":"en"}',
      workerAttributes: '{"skills":["billing"]}',
      taskReason: null,
      taskAgeSeconds: 320,
      taskTimeoutSeconds: 86_400,
      others: [],
      channels,
      timeline,
      evidence: [{ key: 'pendingFor', facts: { ms: now() - (row.createdAt ?? now()) }, at: row.createdAt }],
    })
  },
  'board/queues': ({ history }) => {
    const queues = fakeQueues(rows.values())
    const series = (seed: number): (number | null)[] =>
      Array.from({ length: 120 }, (_, step) =>
        step < 70 ? null : Math.round(6 + seed + 5 * Math.sin(step / 7 + seed)),
      )
    const values = Object.fromEntries(queues.map(({ sid }, index) => [sid, series(index)]))
    return succeed({
      queues,
      waitingCheckedAt: now() - 20_000,
      history: history ? { from: now() - 3_600_000, stepMs: 30_000, values } : null,
    })
  },
  'board/worker': ({ sid }) => {
    const worker = fakeDirectory(rows.values()).workers.find((each) => each.sid === sid)
    if (worker === undefined) return fail(problem('notFound'))
    return succeed({
      worker,
      attributes: '{"skills":["billing"]}',
      createdAt: now() - 86_400_000,
      activities: [
        { sid: sidOf('EV', 9), at: worker.since ?? now(), description: 'Worker became available' },
      ],
    })
  },
})
