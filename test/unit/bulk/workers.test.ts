import { afterEach, describe, expect, it } from 'vitest'
import { requestSchemas } from '../../../preload/contract/schemas'
import type { BulkAction } from '../../../preload/contract/bulk'
import { BulkServer } from '../../support/bulk-server'
import { ended, openDesk, planOf, REJECT, runAll, type Desk } from '../../support/bulk-desk'
import { MemoryFiles } from '../../support/memory-files'
import { runOf } from '../../support/run-request'
import { sid } from '../../support/rows'

let desk: Desk | null = null
afterEach(async () => {
  await desk?.close()
  desk = null
})

const open = async (...[server, options]: Parameters<typeof openDesk>): Promise<Desk> =>
  (desk = await openDesk(server, { files: new MemoryFiles(), ...options }))
const move = (activity: number, rejectPending = false): BulkAction => ({
  kind: 'workerActivity',
  activitySid: sid('WA', activity),
  rejectPending,
})
const workers = (...numbers: number[]): string[] => numbers.map((n) => sid('WK', n))

describe('workers chosen themselves', () => {
  it('are moved although they hold no reservation, each with one request, and land in the history', async () => {
    const server = new BulkServer()
    for (let n = 1; n <= 6; n += 1) server.addWorker(n, n === 6 ? 2 : 0)
    const at = await open(server)
    const job = await runAll(at, move(3), workers(1, 2, 3, 4, 5, 6))
    expect(job).toMatchObject({ state: 'finished', total: 6, counts: { done: 5, skipped: 1 } })
    expect(server.countOf('updateWorker')).toBe(5)
    expect(server.workers.get(sid('WK', 4))?.activitySid).toBe(sid('WA', 3))
    const { entries } = await at.history.query({ text: job.id, limit: 100, before: null })
    expect(entries.find(({ sid: of }) => of === sid('WK', 4))).toMatchObject({
      action: 'workerActivity',
      workerName: 'Worker 4',
      statusBefore: 'Available',
      statusAfter: 'Offline',
    })
  })

  it('are read with one list when they are many, and one by one when they are few', async () => {
    const server = new BulkServer()
    for (let n = 1; n <= 8; n += 1) server.addWorker(n)
    const at = await open(server)
    await planOf(at, move(3), workers(1, 2, 3, 4, 5, 6, 7, 8))
    expect(server.requests).toEqual(['listWorkers'])
    server.requests.length = 0
    const plan = await planOf(at, move(3), workers(1, 99))
    expect(server.requests).toEqual(['fetchWorker', 'fetchWorker'])
    expect(plan.rows.map(({ reason, status }) => [reason, status])).toEqual([
      ['ready', 'Available'],
      ['gone', null],
    ])
    expect(plan.workersMoved).toBe(1)
  })

  it('have what they are offered rejected on the way out, and are held back where a task would be lost', async () => {
    const server = BulkServer.withOffers(3, 3)
    const at = await open(server, { rows: { [sid('WR', 2)]: { rejections: 9 } } })
    const plan = await planOf(at, move(3, true), workers(1, 2, 3))
    expect(plan.rows.map(({ verdict, reason, facts }) => [verdict, reason, facts['offers'] ?? null])).toEqual(
      [
        ['act', 'ready', 1],
        ['held', 'rejectionLimit', null],
        ['act', 'ready', 1],
      ],
    )
    const { id } = await at.bulk.run(runOf(plan.id, [], ''))
    await ended(at, id)
    expect(at.bulk.outcomes(id).map(({ outcome }) => outcome)).toEqual(['done', 'skipped', 'done'])
    expect(server.reservations.get(sid('WR', 1))?.status).toBe('rejected')
    expect(server.reservations.get(sid('WR', 2))?.status).toBe('pending')
    expect(at.surroundings.poked).toContain(sid('WR', 1))
  })

  it('cannot have their offers rejected on the way to an available activity', async () => {
    const server = BulkServer.withOffers(1)
    const at = await open(server)
    const plan = await planOf(at, move(1, true), workers(1))
    expect(plan.rows[0]).toMatchObject({ verdict: 'skip', reason: 'invalidParameters' })
  })

  it('take no action but an activity', async () => {
    const at = await open(BulkServer.withOffers(1))
    await expect(planOf(at, REJECT, workers(1))).rejects.toMatchObject({ problem: { code: 'invalid' } })
  })
})

describe('the wall', () => {
  const plan = requestSchemas['bulk/plan']
  const hex = (digit: string): string => digit.repeat(32)
  const activity = { kind: 'workerActivity', activitySid: `WA${hex('1')}`, rejectPending: false }
  const passes = (action: unknown, ...sids: string[]): boolean =>
    plan.safeParse({ action, sids, note: '' }).success

  it('lets worker SIDs pass for an activity only, and never both kinds at once', () => {
    const reject = { kind: 'instruction', instruction: { kind: 'reject', parameters: {} } }
    expect(passes(activity, `WK${hex('1')}`, `WK${hex('2')}`)).toBe(true)
    expect(passes(activity, `WR${hex('1')}`)).toBe(true)
    expect(passes(reject, `WR${hex('1')}`)).toBe(true)
    expect(passes(reject, `WK${hex('1')}`)).toBe(false)
    expect(passes(activity, `WK${hex('1')}`, `WR${hex('1')}`)).toBe(false)
    expect(passes(activity, `WK${hex('1')}`, `WK${hex('1')}`)).toBe(false)
    expect(passes(activity, `WT${hex('1')}`)).toBe(false)
  })
})
