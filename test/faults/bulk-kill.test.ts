import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHistory } from '../../main/history'
import { startPracticeServer, type Fault, type PracticeServer } from '../../main/practice'
import { boardRow } from '../support/rows'
import { bundleBulkProcess, startBulkProcess, type BulkChild } from '../support/bulk-child'
import type { ProcessOrder, Step } from './bulk-process'

const LONG = process.env['LONG'] === '1'
const INSTANTS = LONG ? 50 : 4
const ROWS = LONG ? 300 : 120
const LATENCY_MS = 25

let bundle = ''
beforeAll(async () => {
  bundle = await bundleBulkProcess()
}, 60_000)

/** A fraction that differs from case to case and is the same in every run. */
const fraction = (n: number): number => (Math.sin(n * 12.9898) * 43_758.5453) % 1

interface Scene {
  readonly server: PracticeServer
  readonly folder: string
  readonly sids: readonly string[]
  start(mode: ProcessOrder['mode']): BulkChild
  close(): Promise<void>
}

async function scene(rows: number, faults: readonly Fault[] = []): Promise<Scene> {
  const server = await startPracticeServer({ scenario: 'quiet', seed: 3, latencyMs: LATENCY_MS })
  const { reservationSids } = server.control.stage('P8', { count: rows, ageMs: 10_000 })
  for (const fault of faults) server.control.armFault(fault)
  const folder = await mkdtemp(join(tmpdir(), 'bulk-kill-'))
  const board = server.control
    .liveReservations()
    .map(({ sid, taskSid, workerSid, status }) =>
      boardRow({ sid, taskSid, workerSid, status, channel: 'chat', hasCall: false, deadlineAt: null }),
    )
  await writeFile(join(folder, 'board.json'), JSON.stringify(board))
  const { url, keySid: user, keySecret: password, workspaceSid } = server
  return {
    server,
    folder,
    sids: reservationSids,
    start: (mode) => startBulkProcess(bundle, { mode, url, user, password, workspaceSid, folder }),
    close: async () => {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Times that the server was told to act on each row, whatever it answered; 429s were not processed. */
function sightings({ server }: Scene): ReadonlyMap<string, number> {
  const seen = new Map<string, number>()
  for (const { method, path, status } of server.control.requestLog()) {
    const sid = path.split('/').at(-1) ?? ''
    if (method === 'POST' && sid.startsWith('WR') && status !== 429) seen.set(sid, (seen.get(sid) ?? 0) + 1)
  }
  return seen
}

async function checkTruth(at: Scene, { outcomes }: Step): Promise<void> {
  const truth = at.server.control.current.world.reservations
  const seen = sightings(at)
  expect(Object.keys(outcomes).sort()).toEqual([...at.sids].sort())
  for (const sid of at.sids) {
    expect(seen.get(sid) ?? 0).toBeLessThanOrEqual(1)
    expect(outcomes[sid]).toEqual(['done', 'rejected'])
    expect(truth.get(sid)?.status).toBe('rejected')
  }
  const history = createHistory({ folder: join(at.folder, 'history') })
  const { entries, chain } = await history.query({ text: '', limit: 1_000, before: null })
  expect(entries.map(({ sid }) => sid).sort()).toEqual([...at.sids].sort())
  expect(chain).toMatchObject({ intact: true, lines: at.sids.length })
  await history.close()
}

describe('killed in the middle of a job', () => {
  let inTheMiddle = 0
  afterAll(() => {
    // Kills that all came too late or too early would prove nothing.
    expect(inTheMiddle).toBeGreaterThan(0)
  })

  it.each(Array.from({ length: INSTANTS }, (_, index) => index))(
    'acts at most once on every row and tells the truth in the end (instant %i)',
    async (instant) => {
      const at = await scene(ROWS)
      try {
        const first = at.start('run')
        await first.said('started')
        const whole = (ROWS / 24) * LATENCY_MS * 2
        await new Promise((resolve) => setTimeout(resolve, Math.abs(fraction(instant + 1)) * whole))
        await first.kill()
        const sent = sightings(at).size
        if (sent > 0 && sent < ROWS) inTheMiddle += 1
        if (instant % 2 === 1) {
          // A second crash, while the first one is being cleared up.
          const second = at.start('recover')
          await second.said('recovered')
          await new Promise((resolve) => setTimeout(resolve, Math.abs(fraction(instant + 77)) * whole))
          await second.kill()
        }
        const last = at.start('recover')
        const end = await last.said('ended')
        await last.gone
        if (end.jobs.length > 0) await checkTruth(at, end)
        else expect([...sightings(at).values()]).toEqual(at.sids.map(() => 1))
      } finally {
        await at.close()
      }
    },
  )
})
