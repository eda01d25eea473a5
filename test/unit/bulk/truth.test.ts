import fc from 'fast-check'
import { expect, it } from 'vitest'
import { goalOf } from '../../../main/bulk/run/goal'
import { instructionOf } from '../../../preload/contract/instructions'
import { BulkServer, type Fault } from '../../support/bulk-server'
import { ended, instruct, openDesk, planOf } from '../../support/bulk-desk'
import { MemoryFiles } from '../../support/memory-files'
import { sid } from '../../support/rows'
import { runOf } from '../../support/run-request'

/** What an agent or the clock can do to a reservation. */
const AGENT_MOVES: Readonly<Record<string, readonly string[]>> = {
  pending: ['accepted', 'rejected', 'timeout', 'canceled', 'rescinded'],
  accepted: ['wrapping', 'completed'],
  wrapping: ['completed'],
}

const fault = fc.constantFrom<Fault>('none', 'none', 'none', 'errorBefore', 'resetBefore', 'resetAfter')
const AWAY = sid('WA', 2)
const NOTE = 'seen to'

/** What is done, and the status that proves it. `away`: rejections of one worker may be folded into one update. */
const DEEDS = {
  accept: { instruction: instructionOf('accept'), noteOnTask: false },
  reject: { instruction: instructionOf('reject'), noteOnTask: false },
  rejectAway: { instruction: instructionOf('reject', { WorkerActivitySid: AWAY }), noteOnTask: false },
  wrapUp: { instruction: instructionOf('wrapUp'), noteOnTask: false },
  complete: { instruction: instructionOf('complete'), noteOnTask: false },
  completeNoted: { instruction: instructionOf('complete'), noteOnTask: true },
} as const
const deed = fc.constantFrom(...(Object.keys(DEEDS) as (keyof typeof DEEDS)[]))

/** One turn before a request is served: which row an agent takes, and which of its moves. */
const turn = fc.record({ row: fc.nat(40), move: fc.nat(4), acts: fc.boolean() })

const scene = fc.record({
  deed,
  rows: fc.array(fc.constantFrom('pending', 'accepted', 'wrapping', 'rejected'), {
    minLength: 1,
    maxLength: 12,
  }),
  faults: fc.array(fault, { minLength: 1, maxLength: 20 }),
  turns: fc.array(turn, { maxLength: 60 }),
  versions: fc.boolean(),
  workers: fc.integer({ min: 1, max: 3 }),
})

const noteOf = (server: BulkServer, taskSid: string) =>
  server.tasks.get(taskSid)?.attributes.parsed?.['supervisor_note']

it('tells for each row what the server’s log says, whatever agents and network do', async () => {
  await fc.assert(
    fc.asyncProperty(scene, async ({ deed: name, rows, faults, turns, versions, workers }) => {
      const server = new BulkServer()
      server.enforceVersions = versions
      const staff = Array.from({ length: workers }, (_, n) => server.addWorker(n + 1))
      rows.forEach((status, n) => {
        server.addReservation(n + 1, server.addTask(n + 1, {}, 'chat'), staff[n % workers]!, status)
      })
      const left = [...turns]
      server.interleave = () => {
        const next = left.shift()
        if (next === undefined || !next.acts) return
        const reservation = server.reservations.get(sid('WR', (next.row % rows.length) + 1))!
        const moves = AGENT_MOVES[reservation.status] ?? []
        const move = moves[next.move % Math.max(moves.length, 1)]
        if (move !== undefined) server.agent(reservation.sid, move)
      }
      let writes = 0
      server.fault = (call) => (call.startsWith('update') ? faults[writes++ % faults.length]! : 'none')
      const desk = await openDesk(server, { files: new MemoryFiles() })
      try {
        const { instruction, noteOnTask } = DEEDS[name]
        const goal = goalOf(instruction)
        const plan = await planOf(desk, instruct(instruction))
        if (plan.counts.act === 0) return
        const { id } = await desk.bulk.run(runOf(plan.id, [], '', { note: NOTE, noteOnTask }))
        const job = await ended(desk, id)
        for (const row of desk.bulk.outcomes(job.id)) {
          const log = server.log.filter((entry) => entry.sid === row.sid)
          const ours = log.filter(({ by }) => by === 'console')
          const reached = log.some(({ status }) => status === goal)
          expect(ours.length).toBeLessThanOrEqual(1)
          expect(server.posts.filter((posted) => posted === row.sid).length).toBeLessThanOrEqual(2)
          switch (row.outcome) {
            case 'done':
              expect(reached).toBe(true)
              if (noteOnTask) expect(noteOf(server, row.taskSid)).toBe(NOTE)
              break
            case 'partial':
              expect([reached, row.left]).toEqual([true, 'note'])
              break
            case 'superseded':
            case 'failed':
            case 'skipped':
              expect(ours).toEqual([])
              break
            case 'unknown':
              expect(row.problem).not.toBeNull()
              break
            default:
              expect.unreachable(`${row.outcome} is no end`)
          }
        }
      } finally {
        await desk.close()
      }
    }),
    { numRuns: process.env['LONG'] === '1' ? 3_000 : 150 },
  )
}, 120_000)
