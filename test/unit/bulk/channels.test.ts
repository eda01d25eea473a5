import { afterEach, describe, expect, it } from 'vitest'
import type { BulkAction } from '../../../preload/contract/bulk'
import { requestSchemas } from '../../../preload/contract/schemas'
import { channelStateText, readChannelState } from '../../../preload/contract/worker-channel'
import { BulkServer } from '../../support/bulk-server'
import { ended, openDesk, planOf, runAll, type Desk } from '../../support/bulk-desk'
import { MemoryFiles } from '../../support/memory-files'
import { runOf } from '../../support/run-request'
import { sid } from '../../support/rows'

let desk: Desk | null = null
afterEach(async () => {
  await desk?.close()
  desk = null
})

const open = async (server: BulkServer): Promise<Desk> =>
  (desk = await openDesk(server, { files: new MemoryFiles() }))
const CHAT = sid('TC', 1)
const set = (capacity: number | null, available: boolean | null = null): BulkAction => ({
  kind: 'workerChannel',
  channelSid: CHAT,
  capacity,
  available,
})
const workers = (...numbers: number[]): string[] => numbers.map((n) => sid('WK', n))

/** Six workers: 1…4 take one chat at once, 5 takes three already, 6 has voice only. */
function staff(): BulkServer {
  const server = new BulkServer()
  for (let n = 1; n <= 6; n += 1) {
    const worker = server.addWorker(n)
    if (n < 6) server.addChannel(n, worker, n === 5 ? 3 : 1)
    server.addChannel(10 + n, worker, 1, 2)
  }
  return server
}

describe('a channel of workers', () => {
  it('is read fresh, changed where it needs to be, and lands in history and commands', async () => {
    const server = staff()
    const at = await open(server)
    const plan = await planOf(at, set(3), workers(1, 2, 3, 4, 5, 6, 9))
    expect(plan.rows.map(({ verdict, reason, status }) => [verdict, reason, status])).toEqual([
      ...workers(1, 2, 3, 4).map(() => ['act', 'ready', 'capacity=1 available=true']),
      ['skip', 'alreadyDone', 'capacity=3 available=true'],
      ['skip', 'noChannel', null],
      ['skip', 'gone', null],
    ])
    expect(plan).toMatchObject({ requests: 4, workersMoved: 0, confirm: { kind: 'simple' } })
    expect(at.bulk.commands(plan.id, 'curl').split('\n')[0]).toContain(
      `/Workers/${sid('WK', 1)}/Channels/${sid('WC', 1)} --data-urlencode Capacity=3 -u`,
    )
    const { id } = await at.bulk.run(runOf(plan.id, [], ''))
    const job = await ended(at, id)
    expect(job).toMatchObject({ total: 7, named: 7, counts: { done: 4, skipped: 3 } })
    expect(server.channels.get(sid('WC', 4))).toMatchObject({ configuredCapacity: 3, available: true })
    expect(server.channels.get(sid('WC', 14))).toMatchObject({ configuredCapacity: 1 })
    const { entries } = await at.history.query({ text: id, limit: 100, before: null })
    expect(entries.find(({ sid: of }) => of === sid('WK', 4))).toMatchObject({
      action: 'workerChannel',
      workerName: null,
      outcome: 'done',
      statusBefore: 'capacity=1 available=true',
      statusAfter: 'capacity=3 available=true',
    })
  })

  it('can be closed alone, as a switch of the command line', async () => {
    const server = staff()
    const at = await open(server)
    const plan = await planOf(at, set(null, false), workers(1))
    expect(at.bulk.commands(plan.id, 'twilio')).toMatch(/workers:channels:update .* --no-available$/)
    await at.bulk.run(runOf(plan.id, [], '')).then(({ id }) => ended(at, id))
    expect(server.channels.get(sid('WC', 1))).toMatchObject({ configuredCapacity: 1, available: false })
  })

  it('is told by reading where the answer was lost, and never sent twice', async () => {
    for (const fault of ['resetAfter', 'resetBefore'] as const) {
      const server = staff()
      server.fault = (call) => (call === 'updateWorkerChannel' ? fault : 'none')
      const at = await open(server)
      const job = await runAll(at, set(4, false), workers(1, 2))
      expect(server.countOf('updateWorkerChannel')).toBe(2)
      expect(job.counts).toMatchObject(fault === 'resetAfter' ? { done: 2 } : { failed: 2 })
      await at.close()
    }
    desk = null
  })

  it('is settled by reading after a crash: what arrived is done, what did not is sent once it goes on', async () => {
    const server = staff()
    const files = new MemoryFiles()
    const first = await openDesk(server, { files })
    let reached = 0
    // The second request is applied and its answer never comes.
    server.fault = (call) => (call === 'updateWorkerChannel' && (reached += 1) === 2 ? 'resetAfter' : 'none')
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    server.gate = (call) => (call === 'listWorkerChannels' && reached >= 2 ? held : Promise.resolve())
    const plan = await planOf(first, set(5), workers(1, 2, 3))
    const { id } = await first.bulk.run(runOf(plan.id, [], ''))
    await expect.poll(() => reached).toBeGreaterThanOrEqual(2)
    const closing = first.bulk.close()
    release()
    await closing
    await first.history.close()
    server.gate = () => Promise.resolve()
    const again = (desk = await openDesk(server, { files, folder: first.folder }))
    await again.bulk.recover()
    expect(again.bulk.outcomes(id).filter(({ outcome }) => outcome === 'unknown')).toEqual([])
    if (again.bulk.jobs().some(({ state }) => state === 'interrupted')) await again.bulk.resume(id)
    const job = await ended(again, id)
    expect(job.counts).toMatchObject({ done: 3 })
    for (const worker of workers(1, 2, 3))
      expect(server.posts.filter((posted) => posted === worker)).toHaveLength(1)
  })

  it('is neither asked of reservations nor without anything to change', async () => {
    const server = staff()
    const at = await open(server)
    await expect(planOf(at, set(3), [sid('WR', 1)])).rejects.toMatchObject({ problem: { code: 'invalid' } })
    const plan = requestSchemas['bulk/plan']
    const ask = (action: object, sids: readonly string[]) =>
      plan.safeParse({ action, sids, note: '' }).success
    expect(ask(set(0), workers(1))).toBe(true)
    expect(ask(set(51), workers(1))).toBe(false)
    expect(ask(set(null), workers(1))).toBe(false)
    expect(ask(set(3), [sid('WR', 1)])).toBe(false)
  })

  it('has a state that can be written and read back', () => {
    for (const state of [
      { capacity: 0, available: true },
      { capacity: null, available: false },
    ])
      expect(readChannelState(channelStateText(state))).toEqual(state)
    expect(readChannelState('Available')).toBeNull()
  })
})
