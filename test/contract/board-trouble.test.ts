import { describe, expect, it } from 'vitest'
import type { Pace } from '../../main/board'
import type { PracticeOptions } from '../../main/practice'
import { holdStill, type PracticeBoard, practiceBoard, settled } from '../support/practice-board'

const PACE: Partial<Pace> = { activeTickMs: 60, hiddenTickMs: 60, auditRoundMs: 0, longestGapMs: 86_400_000 }
const PATIENCE_MS = 40_000

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`Not reached: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const phase = ({ board }: PracticeBoard) => board.status().phase

/** A board on a workspace that stands still, so that board and server can be compared at any moment. */
async function withBoard(
  work: (practice: PracticeBoard) => Promise<void>,
  options: PracticeOptions = {},
  pace: Partial<Pace> = {},
): Promise<void> {
  const unhandled: unknown[] = []
  const note = (error: unknown) => unhandled.push(error)
  process.on('unhandledRejection', note)
  const practice = await practiceBoard(
    { scenario: 'helpdesk', seed: 11, speed: 0, ...options },
    { ...PACE, ...pace },
  )
  try {
    await work(practice)
  } finally {
    await practice.close()
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', note)
  }
  expect(unhandled).toEqual([])
}

describe('the board over real HTTP survives', () => {
  it('a key that stops being valid in the middle of the read: blocked, and right after signing in again', () =>
    withBoard(async (practice) => {
      const { board, server } = practice
      server.control.armFault({ kind: 'status', status: 401, path: '*/Events*' })
      board.start()
      await until('blocked', () => phase(practice) === 'blocked')
      expect(board.trustworthy()).toBe(false)
      expect(board.status().problem?.code).toBe('notSignedIn')
      server.control.clearFaults()
      board.refresh()
      expect(await settled(practice, PATIENCE_MS)).toEqual([])
      await until('live', () => phase(practice) === 'live')
    }))

  it('a network that goes in the middle of the read and comes back: what was read is not read again', () =>
    withBoard(async (practice) => {
      const { board, server } = practice
      server.control.armFault({ kind: 'reset-before', path: '*/Workers*' })
      // Slices that are still on their way when the read is tried again.
      server.control.armFault({ kind: 'latency', path: '*/Events*', delayMs: 2_500 })
      board.start()
      await until('offline', () => phase(practice) === 'offline')
      expect(board.trustworthy()).toBe(false)
      server.control.clearFaults()
      await until('live', () => phase(practice) === 'live')
      expect(await settled(practice, PATIENCE_MS)).toEqual([])
      // Slices of the day have an end, looks at the newest lines have none.
      const slices = server.control
        .requestLog()
        .filter(
          ({ path, params, status }) =>
            path.endsWith('/Events') && params['EndDate'] !== undefined && status === 200,
        )
        .map(({ params }) => JSON.stringify(params))
      expect(slices.length).toBeGreaterThan(0)
      expect(new Set(slices).size).toBe(slices.length)
    }))

  it('a storm of 429: it waits, and is complete in the end', () =>
    withBoard(async (practice) => {
      const { board, server, client } = practice
      server.control.armFault({ kind: 'status', status: 429, probability: 0.6 })
      board.start()
      await until('refusals', () => client.budget().rateLimited >= 5)
      server.control.clearFaults()
      expect(await settled(practice, PATIENCE_MS)).toEqual([])
      await until('live', () => phase(practice) === 'live')
    }))

  it('a workspace that moves fast between the pages and between two looks', () =>
    withBoard(
      async (practice) => {
        const { board, server } = practice
        server.control.armFault({ kind: 'latency', delayMs: 40 })
        server.control.setSpeed(400)
        board.start()
        await until('live', () => phase(practice) === 'live')
        server.control.pause()
        server.control.advance(45 * 60_000)
        holdStill(practice)
        server.control.clearFaults()
        expect(await settled(practice, PATIENCE_MS)).toEqual([])
      },
      {},
      // Of a day that runs 400 times as fast, 20 s are over at once.
      { staleAfterMs: 3_600_000 },
    ))

  it('a night asleep: nothing is trusted before everything was read again', () =>
    withBoard(async (practice) => {
      const { board, server } = practice
      board.start()
      await until('live', () => phase(practice) === 'live')
      board.suspend()
      server.control.advance(9 * 3_600_000)
      server.control.armFault({ kind: 'latency', delayMs: 150 })
      board.resume()
      expect(board.trustworthy()).toBe(false)
      await until('live', () => board.trustworthy())
      expect(await settled(practice, 0)).toEqual([])
    }))

  it('10,000 lines between two looks', () =>
    withBoard(
      async (practice) => {
        const { board, client, server } = practice
        board.start()
        await until('live', () => phase(practice) === 'live')
        board.setVisible(false)
        const from = server.control.now
        server.control.advance(2.5 * 3_600_000)
        holdStill(practice)
        let lines = 0
        const pages = client.workspace(server.workspaceSid).listEvents({ startAt: from })
        for await (const { items } of pages) lines += items.length
        expect(lines).toBeGreaterThan(10_000)
        expect(await settled(practice, PATIENCE_MS)).toEqual([])
        expect(board.rows().length).toBeGreaterThan(10)
      },
      { scenario: 'busy' },
      { staleAfterMs: 86_400_000 },
    ))

  it('tasks that are deleted while they are being read', () =>
    withBoard(async (practice) => {
      const { board, client, server } = practice
      const api = client.workspace(server.workspaceSid)
      const [first, ...rest] = server.control.liveReservations()
      expect(rest.length).toBeGreaterThan(8)
      server.control.armFault({ kind: 'latency', delayMs: 30, jitterMs: 60 })
      board.start()
      // Each request takes a while: the read is still under way when the last task goes.
      for (const { taskSid } of rest.slice(0, 8)) await api.deleteTask(taskSid)
      expect(phase(practice)).toBe('reading')
      await until('live', () => phase(practice) === 'live')
      server.control.clearFaults()
      expect(await settled(practice, PATIENCE_MS)).toEqual([])
      expect(board.row(first?.sid ?? '')?.endedAt).toBeNull()
    }))

  it('being closed in the middle of the read, at any moment, without a word', () =>
    withBoard(async ({ board, server }) => {
      server.control.armFault({ kind: 'latency', delayMs: 5, jitterMs: 60 })
      for (let wait = 0; wait < 120; wait += 10) {
        board.start()
        await new Promise((resolve) => setTimeout(resolve, wait))
        await board.stop()
        expect(board.status().phase).toBe('idle')
      }
    }))
})
