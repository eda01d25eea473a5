import fc from 'fast-check'
import { expect, it } from 'vitest'
import { goalOf } from '../../../main/bulk/run/goal'
import type { BulkAction, RowOutcome } from '../../../preload/contract/bulk'
import { instructionOf, type Instruction } from '../../../preload/contract/instructions'
import { BulkServer, type Fault } from '../../support/bulk-server'
import type { Applied } from '../../support/bulk-world'
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

/** One thing that is done to rows, and what in the server's log is the truth about it. */
interface Deed {
  readonly action: BulkAction
  readonly voice?: boolean
  readonly noteOnTask?: boolean
  /** What the action changes: the log's `sid`. */
  readonly key: (row: RowOutcome) => string
  /** Whether the wanted state was reached, by whomever. Null = no state tells, so that only our own change counts. */
  readonly reached: ((row: RowOutcome, log: readonly Applied[], server: BulkServer) => boolean) | null
}

const instructed = (instruction: Instruction, more: Partial<Deed> = {}): Deed => {
  const goal = goalOf(instruction)
  return {
    action: instruct(instruction),
    key: ({ sid: key }) => key,
    // What connects a call is done when the server took it; the status follows when somebody has picked up.
    reached:
      goal === null
        ? null
        : (_row, log) =>
            log.some(({ by, status }) => status === goal || (more.voice === true && by === 'console')),
    ...more,
  }
}

const onTask = (action: BulkAction, goal: string | null): Deed => ({
  action,
  key: ({ taskSid }) => taskSid,
  reached: ({ taskSid }, _log, { tasks }) => (tasks.get(taskSid)?.status ?? null) === goal,
})

const REDIRECT = { RedirectUrl: 'https://example.com/voicemail' }
const CALL = { CallFrom: '+15550100', CallUrl: 'https://example.com/twiml' }
const VOICE = { voice: true }

const DEEDS: Readonly<Record<string, Deed>> = {
  accept: instructed(instructionOf('accept')),
  reject: instructed(instructionOf('reject')),
  // Rejections of one worker may be folded into one update.
  rejectAway: instructed(instructionOf('reject', { WorkerActivitySid: AWAY })),
  wrapUp: instructed(instructionOf('wrapUp')),
  complete: instructed(instructionOf('complete')),
  completeNoted: instructed(instructionOf('complete'), { noteOnTask: true }),
  redirect: instructed(instructionOf('redirect', REDIRECT), VOICE),
  redirectAccepting: instructed(instructionOf('redirect', { ...REDIRECT, RedirectAccept: true }), VOICE),
  call: instructed(instructionOf('call', CALL), VOICE),
  callAccepting: instructed(instructionOf('call', { ...CALL, CallAccept: true }), VOICE),
  conference: instructed(instructionOf('conference', { To: 'client:ada', From: '+15550100' }), VOICE),
  dequeue: instructed(instructionOf('dequeue', { DequeueFrom: '+15550100' }), VOICE),
  cancelTask: onTask({ kind: 'cancelTask', reason: 'gone quiet' }, 'canceled'),
  completeTask: onTask({ kind: 'completeTask', reason: 'left open' }, 'completed'),
  deleteTask: onTask({ kind: 'deleteTask' }, null),
}

/** One turn before a request is served: which row an agent takes, and which of its moves. */
const turn = fc.record({ row: fc.nat(40), move: fc.nat(4), acts: fc.boolean() })

const scene = fc.record({
  rows: fc.array(fc.constantFrom('pending', 'accepted', 'wrapping', 'rejected'), {
    minLength: 1,
    maxLength: 12,
  }),
  faults: fc.array(fault, { minLength: 1, maxLength: 20 }),
  turns: fc.array(turn, { maxLength: 60 }),
  versions: fc.boolean(),
  workers: fc.integer({ min: 1, max: 3 }),
  /** How long the server takes to connect a call, in reads of the reservation. */
  ringing: fc.nat(2),
})

const TASK_STATUS: Readonly<Record<string, string>> = {
  pending: 'reserved',
  accepted: 'assigned',
  wrapping: 'wrapping',
  rejected: 'pending',
}

const noteOf = (server: BulkServer, taskSid: string) =>
  server.tasks.get(taskSid)?.attributes.parsed?.['supervisor_note']

it.each(Object.entries(DEEDS))(
  '%s: tells for each row what the server’s log says, whatever agents and network do',
  async (_name, { action, voice = false, noteOnTask = false, key, reached }) => {
    await fc.assert(
      fc.asyncProperty(scene, async ({ rows, faults, turns, versions, workers, ringing }) => {
        const server = new BulkServer()
        server.enforceVersions = versions
        server.ringing = ringing
        const staff = Array.from({ length: workers }, (_, n) => server.addWorker(n + 1))
        rows.forEach((status, n) => {
          const attributes = voice ? { call_sid: sid('CA', n + 1) } : {}
          const task = server.addTask(n + 1, attributes, voice ? 'voice' : 'chat')
          task.status = TASK_STATUS[status] ?? task.status
          server.addReservation(n + 1, task, staff[n % workers]!, status)
        })
        const left = [...turns]
        server.interleave = () => {
          const next = left.shift()
          if (next === undefined || !next.acts) return
          const reservation = server.reservations.get(sid('WR', (next.row % rows.length) + 1))
          if (reservation === undefined) return
          const moves = AGENT_MOVES[reservation.status] ?? []
          const move = moves[next.move % Math.max(moves.length, 1)]
          if (move !== undefined) server.agent(reservation.sid, move)
        }
        let writes = 0
        const isWrite = (call: string): boolean => call.startsWith('update') || call === 'deleteTask'
        server.fault = (call) => (isWrite(call) ? faults[writes++ % faults.length]! : 'none')
        const desk = await openDesk(server, { files: new MemoryFiles() })
        try {
          const plan = await planOf(desk, action)
          if (plan.counts.act === 0) return
          const typed = plan.confirm.kind === 'typed' ? plan.confirm.phrase : ''
          const { id } = await desk.bulk.run(runOf(plan.id, [], typed, { note: NOTE, noteOnTask }))
          const job = await ended(desk, id)
          for (const row of desk.bulk.outcomes(job.id)) {
            const log = server.log.filter((entry) => entry.sid === key(row))
            const ours = log.filter(({ by }) => by === 'console')
            expect(ours.length).toBeLessThanOrEqual(1)
            expect(server.posts.filter((posted) => posted === row.sid).length).toBeLessThanOrEqual(2)
            switch (row.outcome) {
              case 'done':
                expect(reached === null ? ours.length === 1 : reached(row, log, server)).toBe(true)
                if (noteOnTask) expect(noteOf(server, row.taskSid)).toBe(NOTE)
                break
              case 'partial':
                expect(reached?.(row, log, server)).toBe(true)
                // The agent's own rejection leaves the activity as it was.
                if (row.left === 'activity')
                  expect(server.workers.get(row.workerSid ?? '')?.activitySid).not.toBe(AWAY)
                else expect(row.left).toBe('note')
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
      { numRuns: process.env['LONG'] === '1' ? 1_000 : 40 },
    )
  },
  120_000,
)
