import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { BulkServer } from '../../support/bulk-server'
import { ended, instruct, openDesk, planOf, REJECT, runAll, until, type Desk } from '../../support/bulk-desk'
import { MemoryFiles } from '../../support/memory-files'
import { instructionOf } from '../../../preload/contract/instructions'
import { runOf } from '../../support/run-request'
import { sid } from '../../support/rows'

const FOLDER = '/records'
let desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks) await desk.close()
  desks = []
})

async function open(server: BulkServer, files: MemoryFiles): Promise<Desk> {
  const desk = await openDesk(server, { files, folder: FOLDER })
  desks.push(desk)
  return desk
}

const journalOf = (files: MemoryFiles): string =>
  [...files.contents.keys()].find((path) => path.endsWith('.journal'))!
const copyOf = (map: ReadonlyMap<string, { readonly status: string }>) =>
  new Map([...map].map(([key, { status }]) => [key, status]))

describe('a crash', () => {
  it('at any write leaves a job that is settled by reading and acts once on every row', async () => {
    const server = BulkServer.withOffers(6)
    const files = new MemoryFiles()
    const desk = await open(server, files)
    const moments: { readonly files: MemoryFiles; readonly statuses: ReadonlyMap<string, string> }[] = []
    files.onWrite = () => {
      moments.push({ files: files.copy(), statuses: copyOf(server.reservations) })
    }
    await runAll(desk, REJECT)
    files.onWrite = () => undefined
    expect(moments.length).toBeGreaterThan(5)
    for (const moment of moments) {
      const later = BulkServer.withOffers(6)
      for (const [key, status] of moment.statuses) if (status !== 'pending') later.agent(key, status)
      const next = await openDesk(later, { files: moment.files, folder: FOLDER })
      await next.bulk.recover()
      expect(later.posts).toEqual([])
      for (const { id } of next.bulk.jobs()) {
        expect(next.bulk.jobs()[0]?.state).toBe('interrupted')
        await next.bulk.resume(id)
        const job = await ended(next, id)
        expect(job.counts.done).toBe(6)
        const sids = (await next.history.query({ text: id, limit: 100, before: null })).entries.map(
          (one) => one.sid,
        )
        expect(new Set(sids).size).toBe(sids.length)
        expect(sids).toHaveLength(6)
        const already = [...moment.statuses.values()].filter((status) => status === 'rejected').length
        expect(later.posts).toHaveLength(6 - already)
      }
      await next.bulk.close()
      await next.history.close()
    }
  })

  it('goes on only on a board that is up to date, and until then takes no row for gone or held', async () => {
    const server = BulkServer.withOffers(5)
    const files = new MemoryFiles()
    const desk = await open(server, files)
    server.gate = (call) => (call === 'updateReservation' ? new Promise(() => undefined) : Promise.resolve())
    const plan = await planOf(desk, REJECT)
    await desk.bulk.run(runOf(plan.id, [], ''))
    await until(
      () => (files.contents.get(journalOf(files))?.includes('"type":"intent"') === true ? true : null),
      'an intent on disk',
    )
    const later = BulkServer.withOffers(5)
    const next = await open(later, files.copy())
    next.surroundings.distrust()
    await next.bulk.recover()
    const [job] = next.bulk.jobs()
    await expect(next.bulk.resume(job!.id)).rejects.toMatchObject({ problem: { code: 'stale' } })
    expect(next.bulk.jobs()[0]).toMatchObject({ state: 'interrupted', counts: { skipped: 0, superseded: 0 } })
    expect(later.posts).toEqual([])
    next.surroundings.trust()
    await next.bulk.resume(job!.id)
    expect((await ended(next, job!.id)).counts).toMatchObject({ done: 5, skipped: 0, superseded: 0 })
    server.gate = () => Promise.resolve()
  })

  it('between history and journal tells no row twice, and asks the server nothing that is known', async () => {
    const server = BulkServer.withOffers(5)
    const files = new MemoryFiles()
    await runAll(await open(server, files), REJECT)
    const crashed = files.copy()
    const path = journalOf(crashed)
    const lines = crashed.contents.get(path)!.toString('utf8').split('\n')
    const before = lines.filter((line) => !/"type":"(outcome|end)"/.test(line))
    crashed.contents.set(path, Buffer.from(before.join('\n')))
    // What became of the rows since must not change what was done to them.
    const later = new BulkServer()
    const next = await open(later, crashed)
    await next.bulk.recover()
    const [job] = next.bulk.jobs()
    expect(job?.counts).toMatchObject({ done: 5, unknown: 0, waiting: 0 })
    await next.bulk.resume(job!.id)
    await ended(next, job!.id)
    const { entries } = await next.history.query({ text: job!.id, limit: 100, before: null })
    expect(entries).toHaveLength(5)
    expect(later.requests).toEqual([])
  })

  it.each([
    ['conference', { EndConferenceOnExit: true }],
    ['redirect', { RedirectUrl: 'https://example.com/voicemail' }],
  ] as const)(
    'with a %s on its way does not connect the customer twice, although the offer looks untouched',
    async (kind, parameters) => {
      const server = BulkServer.withOffers(3)
      const files = new MemoryFiles()
      const desk = await open(server, files)
      // The server has the first request and has not answered; nothing shows yet, as while a phone rings.
      server.gate = (call) =>
        call === 'updateReservation' ? new Promise(() => undefined) : Promise.resolve()
      const plan = await planOf(desk, instruct(instructionOf(kind, parameters)))
      await desk.bulk.run(runOf(plan.id, [], ''))
      await until(
        () => (files.contents.get(journalOf(files))?.includes('"type":"intent"') === true ? true : null),
        'an intent on disk',
      )
      const crashed = files.copy()
      const intended = new Set(
        [...(crashed.contents.get(journalOf(crashed))?.toString('utf8') ?? '').split('\n')]
          .filter((line) => line.includes('"type":"intent"'))
          .flatMap((line) => line.match(/WR[0-9a-f]{32}/g) ?? []),
      )
      const later = BulkServer.withOffers(3)
      const next = await open(later, crashed)
      await next.bulk.recover()
      const [job] = next.bulk.jobs()
      await next.bulk.resume(job!.id)
      await ended(next, job!.id)
      const outcomes = next.bulk.outcomes(job!.id)
      expect(intended.size).toBeGreaterThan(0)
      for (const { sid: row, outcome, problem } of outcomes) {
        expect([row, later.posts.filter((posted) => posted === row).length]).toEqual([
          row,
          intended.has(row) ? 0 : 1,
        ])
        expect(outcome).toBe(intended.has(row) ? 'unknown' : 'done')
        if (intended.has(row)) expect(problem?.message).toContain('nothing on the server proves')
      }
      server.gate = () => Promise.resolve()
    },
  )

  it.each([
    ['dequeue', { DequeueFrom: '+15550100' }],
    ['call', { CallFrom: '+15550100', CallUrl: 'https://example.com/twiml' }],
  ] as const)('with a %s on its way sends none again: its numbers are not kept', async (kind, parameters) => {
    const server = BulkServer.withOffers(3)
    const files = new MemoryFiles()
    const desk = await open(server, files)
    server.gate = (call) => (call === 'updateReservation' ? new Promise(() => undefined) : Promise.resolve())
    const plan = await planOf(desk, instruct(instructionOf(kind, parameters)))
    await desk.bulk.run(runOf(plan.id, [], ''))
    await until(
      () => (files.contents.get(journalOf(files))?.includes('"type":"intent"') === true ? true : null),
      'an intent on disk',
    )
    const later = BulkServer.withOffers(3)
    const next = await open(later, files.copy())
    await next.bulk.recover()
    const [job] = next.bulk.jobs()
    await expect(next.bulk.resume(job!.id)).rejects.toThrow('never kept on disk')
    expect(later.posts).toEqual([])
    server.gate = () => Promise.resolve()
  })

  it('is survived with one damaged byte anywhere in the journal, and said', async () => {
    const server = BulkServer.withOffers(4)
    const files = new MemoryFiles()
    const desk = await open(server, files)
    let through = 0
    server.gate = (call) =>
      call === 'updateReservation' && (through += 1) > 2 ? new Promise(() => undefined) : Promise.resolve()
    const plan = await planOf(desk, REJECT)
    await desk.bulk.run(runOf(plan.id, [], ''))
    await until(() => (server.posts.length >= 2 ? true : null), 'two rows to be sent')
    await until(() => (desk.bulk.jobs()[0]?.counts.done === 2 ? true : null), 'two answers')
    const crashed = files.copy()
    const statuses = copyOf(server.reservations)
    const size = crashed.contents.get(journalOf(crashed))!.length
    await fc.assert(
      fc.asyncProperty(fc.nat(size - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = crashed.copy()
        const bytes = damaged.contents.get(journalOf(damaged))!
        bytes[at] = bytes[at]! ^ flip
        const later = BulkServer.withOffers(4)
        for (const [key, status] of statuses) if (status !== 'pending') later.agent(key, status)
        const next = await openDesk(later, { files: damaged, folder: FOLDER })
        await next.bulk.recover()
        const [job] = next.bulk.jobs()
        expect(job?.problem?.code).toBe('damaged')
        await next.bulk.resume(job!.id)
        const told = next.bulk.outcomes((await ended(next, job!.id)).id)
        for (const row of told) {
          const status = later.reservations.get(row.sid)!.status
          expect(row.outcome).toBe('done')
          expect(status).toBe('rejected')
        }
        expect(told).toHaveLength(4)
        await next.bulk.close()
        await next.history.close()
      }),
      { numRuns: 80 },
    )
    server.gate = () => Promise.resolve()
  }, 60_000)
})

describe('a full disk', () => {
  it('refuses to start a job whose journal does not fit, and sends nothing', async () => {
    const server = BulkServer.withOffers(3)
    const files = new MemoryFiles()
    const desk = await open(server, files)
    const plan = await planOf(desk, REJECT)
    files.room = 100
    await expect(desk.bulk.run(runOf(plan.id, [], ''))).rejects.toMatchObject({
      problem: { code: 'diskFull' },
    })
    expect(server.posts).toEqual([])
  })

  it('stops before the next request, and goes on when there is room again', async () => {
    const server = BulkServer.withOffers(60)
    const files = new MemoryFiles()
    const desk = await open(server, files)
    server.interleave = () => {
      if (server.posts.length === 10) files.room = 0
    }
    const job = await runAll(desk, REJECT)
    expect(job).toMatchObject({ state: 'blocked', problem: { code: 'diskFull' } })
    await until(() => (desk.bulk.jobs()[0]?.counts.sending === 0 ? true : null), 'requests under way to end')
    const sent = server.posts.length
    expect(sent).toBeLessThan(60)
    server.interleave = () => undefined
    files.room = Infinity
    await desk.bulk.resume(job.id)
    const end = await ended(desk, job.id)
    expect(end).toMatchObject({ state: 'finished', counts: { done: 60 } })
    expect(new Set(server.posts).size).toBe(server.posts.length)
    const { entries, chain } = await desk.history.query({ text: job.id, limit: 100, before: null })
    expect(entries).toHaveLength(60)
    expect(chain.intact).toBe(true)
  })
})

it('keeps numbers, secrets and attributes of the workspace out of every file', async () => {
  const server = BulkServer.withOffers(2)
  const files = new MemoryFiles()
  const desk = await open(server, files)
  const call = instructionOf('call', {
    CallFrom: '+15550123456',
    CallTo: 'client:secret-person',
    CallUrl: 'https://example.com/twiml',
  })
  const job = await runAll(desk, { kind: 'instruction', instruction: call })
  expect(job.counts.done).toBe(2)
  const disk = [...files.contents.values()].map((bytes) => bytes.toString('utf8')).join('\n')
  expect(disk).toContain(sid('WR', 1))
  for (const personal of ['5550123456', 'secret-person', sid('CA', 1)]) expect(disk).not.toContain(personal)
})
