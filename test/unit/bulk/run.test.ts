import { afterEach, expect, it } from 'vitest'
import { BulkServer } from '../../support/bulk-server'
import { ended, openDesk, planOf, REJECT, runAll, type Desk } from '../../support/bulk-desk'
import { runOf } from '../../support/run-request'
import { sid } from '../../support/rows'

let desk: Desk | null = null
afterEach(async () => {
  await desk?.close()
  desk = null
})

it('rejects every chosen offer with one request each and writes one history line a row', async () => {
  const server = BulkServer.withOffers(12)
  desk = await openDesk(server)
  const job = await runAll(desk, REJECT)
  expect(job).toMatchObject({ state: 'finished', total: 12, counts: { done: 12 } })
  expect(server.countOf('updateReservation')).toBe(12)
  const page = await desk.history.query({ text: job.id, limit: 100, before: null })
  expect(page.entries).toHaveLength(12)
  expect(page.entries[0]).toMatchObject({
    operator: 'Ada',
    action: 'reject',
    outcome: 'done',
    statusBefore: 'pending',
    statusAfter: 'rejected',
  })
  expect(page.chain.intact).toBe(true)
})

it('calls a row superseded, not failed, when its agent answers between plan and request', async () => {
  const server = BulkServer.withOffers(5)
  desk = await openDesk(server)
  const plan = await planOf(desk, REJECT)
  server.agent(sid('WR', 2), 'accepted')
  server.agent(sid('WR', 4), 'timeout')
  const answeredAt = server.reservations.get(sid('WR', 2))?.updatedAt
  const { id } = await desk.bulk.run(runOf(plan.id, [], ''))
  const job = await ended(desk, id)
  expect(job.counts).toMatchObject({ done: 3, superseded: 2, failed: 0 })
  const row = desk.bulk.outcomes(id).find((outcome) => outcome.sid === sid('WR', 2))
  expect(row).toMatchObject({
    outcome: 'superseded',
    statusAfter: 'accepted',
    problem: null,
    overtakenAt: answeredAt,
  })
})
