// Situations about size, networks, rights and proof: no reason of a row, but of how far the board can be believed and acted on.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { LogFile } from '../../main/shell/log'
import { supportBundle } from '../../main/shell/support/bundle'
import { boardFacts } from '../../main/shell/support/facts'
import { createTaskRouterClient } from '../../main/taskrouter/client'
import { instructionOf } from '../../preload/contract/instructions'
import { REJECT, until } from '../support/bulk-desk'
import { openPracticeDesk, planOn, runPlan, type PracticeDesk } from '../support/bulk-practice'
import { settled } from '../support/practice-board'

let desk: PracticeDesk | null = null
afterEach(async () => {
  await desk?.close()
  desk = null
})

const PATIENCE_MS = 20_000
const JUST_NOW = { ageMs: 10_000 }

const phase = ({ board }: PracticeDesk, wanted: string) =>
  until(() => (board.status().phase === wanted ? true : null), `the board to be ${wanted}`, PATIENCE_MS)

describe('P27 so many workers that statistics are closed', () => {
  it('counts for itself: the board is complete and live without them', async () => {
    desk = await openPracticeDesk()
    const { workerSids } = await desk.stage('P27')
    desk.server.control.armFault({ kind: 'permission', path: '*Statistics*' })
    const { reservationSids } = await desk.stage('P8', { count: 5, ...JUST_NOW })
    expect(workerSids.length).toBeGreaterThan(100)
    expect(desk.board.status()).toMatchObject({ phase: 'live', problem: null })
    expect(desk.board.status().counts['pending']).toBe(reservationSids.length)
    expect(desk.board.directory().workers.length).toBeGreaterThanOrEqual(workerSids.length)
  })
})

describe('P28 more than one page, and rows move while it is read', () => {
  it('the board loses none and shows none twice', async () => {
    desk = await openPracticeDesk()
    await desk.stage('P28')
    const on = desk
    on.server.control.setSpeed(10)
    on.board.refresh()
    await until(
      () => (on.server.control.liveReservations().length >= 40 ? true : null),
      'rows to move',
      PATIENCE_MS,
    )
    on.server.control.setSpeed(1)
    expect(await settled(on, PATIENCE_MS)).toEqual([])
    const sids = on.board.rows().map(({ sid }) => sid)
    expect(new Set(sids).size).toBe(sids.length)
    expect(sids.length).toBeGreaterThanOrEqual(40)
  }, 60_000)

  it('a list of several pages is read by the server’s own links, without a loss', async () => {
    desk = await openPracticeDesk()
    const { taskSids } = await desk.stage('P28')
    const { client, server } = desk
    server.control.clearRequestLog()
    const seen = new Set<string>()
    for await (const { items } of client.workspace(server.workspaceSid).listTasks()) {
      for (const { sid } of items) seen.add(sid)
      // Between two pages tasks are offered, which changes their place in other orders.
      server.control.advance(2_000)
    }
    expect(taskSids.filter((sid) => !seen.has(sid))).toEqual([])
    // The board beside it asks for those who wait, by their status.
    const lists = server.control
      .requestLog()
      .filter(({ path, params }) => path.endsWith('/Tasks') && !('AssignmentStatus' in params))
    expect(lists).toHaveLength(3)
    expect(lists.map(({ params }) => 'PageToken' in params)).toEqual([false, true, true])
  }, 60_000)
})

describe('P30 the network is gone', () => {
  it('says so, holds back what was read before, and is believed again after a full read', async () => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P8', { count: 3, ...JUST_NOW })
    expect(desk.board.trustworthy()).toBe(true)
    const { faultIds } = desk.server.control.stage('P30')
    await phase(desk, 'offline')
    expect(desk.board.trustworthy()).toBe(false)
    expect(desk.board.rows().length).toBeGreaterThanOrEqual(3)
    for (const fault of faultIds) desk.server.control.disarmFault(fault)
    await phase(desk, 'live')
    const plan = await planOn(desk, REJECT, reservationSids)
    expect(plan.counts).toEqual({ act: 3, skip: 0, held: 0 })
  }, 60_000)

  it('after a sleep everything is read again before a row may be acted on', async () => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P8', { count: 3, ...JUST_NOW })
    desk.board.suspend()
    // The read after the sleep does not come through; what a plan reads row by row does.
    const down = desk.server.control.armFault({ kind: 'status', status: 503, path: '*/Events*' })
    desk.board.resume()
    const early = await planOn(desk, REJECT, reservationSids)
    expect(early.rows.map(({ verdict, reason }) => [verdict, reason])).toEqual(
      reservationSids.map(() => ['held', 'stale']),
    )
    desk.server.control.disarmFault(down)
    await phase(desk, 'live')
    const plan = await planOn(desk, REJECT, reservationSids)
    expect(plan.counts).toEqual({ act: 3, skip: 0, held: 0 })
  }, 60_000)
})

describe('P31 a key without permission, and one that was taken away', () => {
  it('a refused action says not allowed, and the board goes on', async () => {
    desk = await openPracticeDesk()
    const { reservationSids, faultIds } = await desk.stage('P31', JUST_NOW)
    const { job, rows } = await runPlan(desk, await planOn(desk, REJECT, reservationSids))
    expect(job.counts).toMatchObject({ done: 0, unknown: 0 })
    expect(rows.get(reservationSids[0] ?? '')).toMatchObject({ problem: { code: 'notAllowed' } })
    expect(reservationSids.map((sid) => desk?.truth(sid))).toEqual(reservationSids.map(() => 'pending'))
    expect(desk.board.status()).toMatchObject({ phase: 'live', problem: null })
    for (const fault of faultIds) desk.server.control.disarmFault(fault)
    const second = await runPlan(desk, await planOn(desk, REJECT, reservationSids))
    expect(second.job.counts).toMatchObject({ done: reservationSids.length })
  })

  it('a key that was taken away blocks the board and asks to sign in; its text is in nothing that is told', async () => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P8', { count: 2, ...JUST_NOW })
    const plan = await planOn(desk, REJECT, reservationSids)
    desk.server.control.stage('P31-rotated')
    await phase(desk, 'blocked')
    expect(desk.board.status().problem).toMatchObject({ code: 'notSignedIn' })
    const { job, rows } = await runPlan(desk, plan)
    expect(job.counts.done).toBe(0)
    const told = JSON.stringify([desk.board.status(), job, [...rows.values()], desk.board.rows()])
    expect(told).not.toContain(desk.server.keySecret)
    expect(told).not.toContain(
      Buffer.from(`${desk.server.keySid}:${desk.server.keySecret}`).toString('base64'),
    )
  })
})

describe('P32 support asks for proof', () => {
  it('has SIDs, UTC times, request ids and codes of what went wrong, and no customer and no secret', async () => {
    desk = await openPracticeDesk()
    const { reservationSids, taskSids } = await desk.stage('P32')
    const { server, board } = desk
    const folder = await mkdtemp(path.join(tmpdir(), 'console-proof-'))
    const file = path.join(folder, 'requests.log')
    const log = new LogFile({ path: file })
    const client = createTaskRouterClient({
      credentials: { user: server.keySid, password: server.keySecret },
      baseUrl: server.url,
      log: (line) => {
        log.write('taskrouter.request', { ...line })
      },
    })
    try {
      const workspace = client.workspace(server.workspaceSid)
      const pending = reservationSids.find((sid) => desk?.truth(sid) === 'pending') ?? ''
      const failed = workspace.updateReservation(
        { taskSid: taskSids[0] ?? '', sid: pending },
        instructionOf('reject'),
      )
      await expect(failed).rejects.toMatchObject({ kind: 'server' })
      await log.flush()
      const text = await supportBundle({
        facts: { board: boardFacts(board.status()) },
        logs: [],
        requests: [file],
        now: () => server.control.now,
      })
      const refused = server.control
        .requestLog()
        .find(({ method, status }) => method === 'POST' && status === 500)
      expect(text).toContain(refused?.requestId)
      expect(text).toContain(pending)
      expect(text).toMatch(/"at": "\d{4}-\d\d-\d\dT[\d:.]+Z"/)
      for (const secret of [server.keySecret, server.keySid, server.accountSid])
        expect(text).not.toContain(secret)
      const customer = server.control.current.world.tasks.get(taskSids[0] ?? '')?.attributesText ?? '{}'
      const { from, name } = JSON.parse(customer) as { from: string; name: string }
      expect(text).not.toContain(from)
      expect(text).not.toContain(name)
    } finally {
      await client.close()
      await rm(folder, { recursive: true, force: true })
    }
  })
})
