import { afterEach, describe, expect, it } from 'vitest'
import { instructionOf } from '../../../preload/contract/instructions'
import { BulkServer } from '../../support/bulk-server'
import { instruct, openDesk, planOf, REJECT, type Desk } from '../../support/bulk-desk'
import { runOf } from '../../support/run-request'
import { MemoryFiles } from '../../support/memory-files'

let desk: Desk | null = null
afterEach(async () => {
  await desk?.close()
  desk = null
})

/** A desk whose rules a test may change between planning and running. */
async function open(server: BulkServer, settings: NonNullable<Parameters<typeof openDesk>[1]>['settings']) {
  return (desk = await openDesk(server, {
    files: new MemoryFiles(),
    ...(settings === undefined ? {} : { settings }),
  }))
}
const refusedBy = (path: string) => ({ problem: { code: 'policy', fields: [{ path }] } })

describe('what settings and policy forbid is refused by main, whoever asks', () => {
  it('plans nothing in view-only mode, and asks the server nothing', async () => {
    const server = BulkServer.withOffers(2)
    const at = await open(server, { viewOnly: true })
    await expect(planOf(at, REJECT)).rejects.toMatchObject(refusedBy('viewOnly'))
    expect(server.requests).toEqual([])
  })

  it('plans only what is allowed', async () => {
    const at = await open(BulkServer.withOffers(2), { allowedActions: ['reject'] })
    await planOf(at, REJECT)
    await expect(planOf(at, instruct(instructionOf('accept')))).rejects.toMatchObject(
      refusedBy('allowedActions'),
    )
    await expect(planOf(at, { kind: 'deleteTask' })).rejects.toMatchObject(refusedBy('allowedActions'))
  })

  it('plans no more rows than are allowed at once', async () => {
    const at = await open(BulkServer.withOffers(3), { bulkMaximum: 2 })
    await expect(planOf(at, REJECT)).rejects.toMatchObject(refusedBy('bulkMaximum'))
  })

  it('runs no plan that was made before it was forbidden', async () => {
    const server = BulkServer.withOffers(2)
    const rules = { viewOnly: false }
    const at = await open(server, rules)
    const plan = await planOf(at, REJECT)
    rules.viewOnly = true
    await expect(at.bulk.run(runOf(plan.id, [], ''))).rejects.toMatchObject(refusedBy('viewOnly'))
    expect(server.posts).toEqual([])
  })

  it('takes reasons of the list only, alone or with more words', async () => {
    const server = BulkServer.withOffers(1)
    const at = await open(server, { reasons: ['Outage', 'Shift change'], requireNote: true })
    for (const note of ['', 'because', 'Outages', 'outage']) {
      const plan = await planOf(at, REJECT)
      await expect(at.bulk.run(runOf(plan.id, [], '', { note }))).rejects.toMatchObject({
        problem: { code: 'policy' },
      })
    }
    expect(server.posts).toEqual([])
    const plan = await planOf(at, REJECT)
    await at.bulk.run(runOf(plan.id, [], '', { note: 'Outage: line 3' }))
  })
})
