import { afterEach, expect, it } from 'vitest'
import type { RowOutcome } from '../../preload/contract/bulk'
import { BulkServer } from '../support/bulk-server'
import { ended, openDesk, planOf, REJECT, until, type Desk } from '../support/bulk-desk'
import { openPracticeDesk, planOn, runPlan, type PracticeDesk } from '../support/bulk-practice'
import { runOf } from '../support/run-request'
import { MemoryFiles } from '../support/memory-files'

const JUST_NOW = { ageMs: 10_000 }

let practice: PracticeDesk | null = null
let desk: Desk | null = null
afterEach(async () => {
  await practice?.close()
  await desk?.close()
  practice = null
  desk = null
})

function postsOf(at: PracticeDesk, status: (code: number) => boolean): readonly string[] {
  return at.server.control
    .requestLog()
    .filter((request) => request.method === 'POST' && status(request.status))
    .map(({ path }) => path.split('/').at(-1) ?? '')
}

function expectTrue(at: PracticeDesk, rows: ReadonlyMap<string, RowOutcome>): void {
  for (const [sid, row] of rows) expect(row.statusAfter).toBe(at.truth(sid))
}

it('sends nothing again when connections break after the change was applied', async () => {
  practice = await openPracticeDesk()
  const { reservationSids } = await practice.stage('P8', { count: 60, ...JUST_NOW })
  const plan = await planOn(practice, REJECT, reservationSids)
  practice.server.control.clearRequestLog()
  practice.server.control.armFault({ kind: 'reset-after', method: 'POST', probability: 0.2 })
  const { job, rows } = await runPlan(practice, plan)
  expect(job.counts).toMatchObject({ done: 60, failed: 0, unknown: 0 })
  const posts = postsOf(practice, () => true)
  expect(posts).toHaveLength(60)
  expect(new Set(posts).size).toBe(60)
  expect(practice.server.control.requestLog().some(({ status }) => status === 0)).toBe(true)
  expectTrue(practice, rows)
})

it('calls rows failed whose connection broke before anything happened, and does them on retry', async () => {
  practice = await openPracticeDesk()
  const { reservationSids } = await practice.stage('P8', { count: 12, ...JUST_NOW })
  const plan = await planOn(practice, REJECT, reservationSids)
  practice.server.control.armFault({ kind: 'reset-before', method: 'POST', times: 3 })
  const { job, rows } = await runPlan(practice, plan)
  expect(job.counts).toMatchObject({ done: 9, failed: 3 })
  expectTrue(practice, rows)
  const again = await practice.bulk.retryFailed(job.id, () => undefined)
  expect(again.counts).toEqual({ act: 3, skip: 0, held: 0 })
  expect((await runPlan(practice, again)).job.counts).toMatchObject({ done: 3 })
})

it('ends all rows of a slow server, without a failure and without doing one twice', async () => {
  practice = await openPracticeDesk()
  const { reservationSids } = await practice.stage('P8', { count: 20, ...JUST_NOW })
  const plan = await planOn(practice, REJECT, reservationSids)
  practice.server.control.clearRequestLog()
  practice.server.control.setLimits({ rps: 3, burst: 3 })
  const { job, rows } = await runPlan(practice, plan)
  expect(job.counts).toMatchObject({ done: 20, failed: 0 })
  const processed = postsOf(practice, (status) => status !== 429)
  expect(new Set(processed).size).toBe(processed.length)
  expectTrue(practice, rows)
})

it('lets one row that always fails stop nobody else', async () => {
  practice = await openPracticeDesk()
  const { reservationSids, notes } = await practice.stage('P29', { count: 40, ...JUST_NOW })
  const { job, rows } = await runPlan(practice, await planOn(practice, REJECT, reservationSids))
  expect(job.counts).toMatchObject({ done: 39, failed: 1 })
  const poisoned = rows.get(String(notes['poisoned']))
  expect(poisoned).toMatchObject({ outcome: 'failed', statusAfter: 'pending', problem: { code: 'server' } })
})

it('stops as blocked when the key is taken away, keeps the rows waiting, and goes on afterwards', async () => {
  practice = await openPracticeDesk()
  const { reservationSids } = await practice.stage('P8', { count: 20, ...JUST_NOW })
  const plan = await planOn(practice, REJECT, reservationSids)
  const fault = practice.server.control.armFault({ kind: 'status', status: 401, method: 'POST' })
  const { job } = await runPlan(practice, plan)
  expect(job).toMatchObject({ state: 'blocked', problem: { code: 'notSignedIn' } })
  const { bulk, server } = practice
  await until(() => (bulk.jobs()[0]?.counts.waiting === 20 ? true : null), 'every row to wait')
  server.control.disarmFault(fault)
  await bulk.resume(job.id)
  await until(() => (bulk.jobs()[0]?.state === 'finished' ? true : null), 'the job to finish')
  expect(bulk.jobs()[0]?.counts).toMatchObject({ done: 20 })
})

it('takes clocks that jump for what they are: plans and rates go by time that never jumps', async () => {
  const server = BulkServer.withOffers(30)
  desk = await openDesk(server, { files: new MemoryFiles(), speed: 100 })
  const plan = await planOf(desk, REJECT)
  desk.clock.jump(-86_400_000)
  let turn = 0
  server.interleave = () => {
    turn += 1
    desk?.clock.jump(turn % 2 === 0 ? 3_600_000 : -7_200_000)
  }
  const { id } = await desk.bulk.run(runOf(plan.id, [], ''))
  const job = await ended(desk, id)
  expect(job.counts).toMatchObject({ done: 30 })
  expect(new Set(server.posts).size).toBe(30)
  const page = await desk.history.query({ text: id, limit: 100, before: null })
  expect(page.entries).toHaveLength(30)
  expect(page.chain.intact).toBe(true)
})
