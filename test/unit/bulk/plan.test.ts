import { afterEach, describe, expect, it } from 'vitest'
import { PLAN_LIFE_MS } from '../../../main/bulk/plan/shelf'
import { instructionOf } from '../../../preload/contract/instructions'
import { BulkServer } from '../../support/bulk-server'
import { ended, instruct, openDesk, planOf, REJECT, until, type Desk } from '../../support/bulk-desk'
import { MemoryFiles } from '../../support/memory-files'
import { runOf } from '../../support/run-request'
import { NOON, sid } from '../../support/rows'

let desk: Desk | null = null
afterEach(async () => {
  await desk?.close()
  desk = null
})

const open = async (...[server, options]: Parameters<typeof openDesk>): Promise<Desk> =>
  (desk = await openDesk(server, { files: new MemoryFiles(), ...options }))
const MOVE = instruct(instructionOf('reject', { WorkerActivitySid: sid('WA', 2) }))

describe('reading', () => {
  it('asks by worker when few workers hold many rows, and only for the actions that need it', async () => {
    const server = BulkServer.withOffers(60, 5)
    const at = await open(server)
    await planOf(at, REJECT)
    expect(server.requests).toEqual(Array.from({ length: 5 }, () => 'listWorkerReservations'))
  })

  it('asks one by one, and so learns versions, when every row has a task and a worker of its own', async () => {
    const server = BulkServer.withOffers(4)
    const at = await open(server)
    await planOf(at, instruct(instructionOf('accept')))
    expect(server.requests).toEqual(Array.from({ length: 4 }, () => 'fetchReservation'))
  })

  it('tells rows that the board does not know, and rows that are gone', async () => {
    const server = BulkServer.withOffers(2)
    const at = await open(server)
    server.reservations.delete(sid('WR', 2))
    const plan = await planOf(at, instruct(instructionOf('accept')), [
      sid('WR', 1),
      sid('WR', 2),
      sid('WR', 99),
    ])
    expect(plan.rows.map(({ reason }) => reason)).toEqual(['ready', 'gone', 'gone'])
  })

  it('refuses the whole plan when the credentials are wrong', async () => {
    const server = BulkServer.withOffers(2)
    const at = await open(server)
    server.fault = () => 'signedOut'
    await expect(planOf(at, instruct(instructionOf('accept')))).rejects.toMatchObject({
      problem: { code: 'notSignedIn' },
    })
  })
})

describe('guards', () => {
  it('counts every rejection of the plan against the task’s limit', async () => {
    const server = BulkServer.withOffers(1)
    const task = server.tasks.get(sid('WT', 1))!
    for (let n = 2; n <= 4; n += 1) server.addReservation(n, task, server.addWorker(n))
    for (let n = 5; n <= 11; n += 1) server.addReservation(n, task, server.addWorker(n), 'rejected')
    const at = await open(server)
    const plan = await planOf(
      at,
      REJECT,
      [1, 2, 3, 4].map((n) => sid('WR', n)),
    )
    expect(plan.counts).toEqual({ act: 2, skip: 0, held: 2 })
    expect(plan.rows[2]).toMatchObject({ reason: 'rejectionLimit', facts: { used: 9, limit: 10 } })
  })

  it('asks the setting anew for every plan', async () => {
    const server = BulkServer.withOffers(1)
    let rejectionLimit = 1
    const at = await open(server, {
      settings: {
        get rejectionLimit() {
          return rejectionLimit
        },
      },
    })
    expect((await planOf(at, REJECT)).counts.held).toBe(1)
    rejectionLimit = 1_000
    expect((await planOf(at, REJECT)).counts.act).toBe(1)
  })

  it('holds offers that are just past their time-out, and lets go of them after the grace', async () => {
    const server = BulkServer.withOffers(2)
    const at = await open(server, {
      rows: {
        [sid('WR', 1)]: { deadlineAt: NOON - 60_000 },
        [sid('WR', 2)]: { deadlineAt: NOON - 3_600_000 },
      },
    })
    const plan = await planOf(at, REJECT)
    expect(plan.rows.map(({ reason }) => reason)).toEqual(['acceptInProgress', 'ready'])
  })

  it('holds everything while the board is behind', async () => {
    const at = await open(BulkServer.withOffers(3))
    at.surroundings.distrust()
    expect((await planOf(at, REJECT)).rows.map(({ reason }) => reason)).toEqual(['stale', 'stale', 'stale'])
  })

  it('sends a held row only when it was released', async () => {
    const server = BulkServer.withOffers(3)
    const at = await open(server)
    at.surroundings.distrust()
    const plan = await planOf(at, REJECT)
    await expect(at.bulk.run(runOf(plan.id, [], ''))).rejects.toMatchObject({ problem: { code: 'invalid' } })
    const again = await planOf(at, REJECT)
    const { id } = await at.bulk.run(runOf(again.id, [sid('WR', 2)], ''))
    expect((await ended(at, id)).counts).toMatchObject({ done: 1, skipped: 2 })
    expect(server.posts).toEqual([sid('WR', 2)])
  })
})

describe('folding', () => {
  it('needs one request a worker, and few more to verify every row', async () => {
    const server = BulkServer.withOffers(500, 60)
    const at = await open(server)
    const plan = await planOf(at, MOVE)
    expect(plan).toMatchObject({ requests: 60, workersMoved: 60, counts: { act: 500 } })
    server.requests.length = 0
    const { id } = await at.bulk.run(runOf(plan.id, [], ''))
    const job = await ended(at, id)
    expect(job.counts).toMatchObject({ done: 500 })
    expect(server.requests.length).toBeLessThanOrEqual(100)
  })

  it('never rejects an offer that arrived after the plan', async () => {
    const server = BulkServer.withOffers(4, 1)
    const at = await open(server)
    const plan = await planOf(at, MOVE)
    server.addReservation(9, server.addTask(9), server.workers.get(sid('WK', 1))!)
    const { id } = await at.bulk.run(runOf(plan.id, [], ''))
    expect((await ended(at, id)).counts).toMatchObject({ done: 4 })
    expect(server.reservations.get(sid('WR', 9))?.status).toBe('pending')
  })

  it('tells which of the folded rows an agent answered first', async () => {
    const server = BulkServer.withOffers(4, 1)
    const at = await open(server)
    const plan = await planOf(at, MOVE)
    server.agent(sid('WR', 3), 'accepted')
    const { id } = await at.bulk.run(runOf(plan.id, [], ''))
    expect((await ended(at, id)).counts).toMatchObject({ done: 3, superseded: 1, failed: 0 })
  })
})

describe('confirming', () => {
  it('asks for a phrase from the threshold on, and takes it in any case', async () => {
    const server = BulkServer.withOffers(5)
    const at = await open(server, { settings: { typedConfirmFrom: 5 } })
    const plan = await planOf(at, REJECT)
    expect(plan.confirm).toEqual({ kind: 'typed', phrase: 'reject 5' })
    await expect(at.bulk.run(runOf(plan.id, [], 'reject 4'))).rejects.toMatchObject({
      problem: { code: 'invalid', fields: [{ path: 'typed' }] },
    })
    expect(server.posts).toEqual([])
    await at.bulk.run(runOf(plan.id, [], ' Reject  5 '))
  })

  it('wants a reason where the settings ask for one', async () => {
    const at = await open(BulkServer.withOffers(1), { settings: { requireNote: true } })
    const plan = await planOf(at, REJECT)
    await expect(at.bulk.run(runOf(plan.id, [], ''))).rejects.toMatchObject({ problem: { code: 'policy' } })
    const noted = await planOf(at, REJECT, undefined, 'end of shift')
    await at.bulk.run(runOf(noted.id, [], '', { note: 'agreed with Ben' }))
  })

  it('refuses plans that are old, used or unknown', async () => {
    const at = await open(BulkServer.withOffers(2), { speed: PLAN_LIFE_MS })
    const plan = await planOf(at, REJECT)
    await new Promise((resolve) => setTimeout(resolve, 5))
    await expect(at.bulk.run(runOf(plan.id, [], ''))).rejects.toMatchObject({ problem: { code: 'stale' } })
    await expect(at.bulk.run(runOf('nonsense', [], ''))).rejects.toMatchObject({ problem: { code: 'stale' } })
  })
})

describe('templates', () => {
  const redirect = (RedirectUrl: string) => instruct(instructionOf('redirect', { RedirectUrl }))

  it('are filled row by row, encoded inside addresses, and shown before anything is sent', async () => {
    const server = BulkServer.withOffers(2)
    server.tasks.get(sid('WT', 1))!.attributes = {
      raw: null,
      parsed: { call_sid: sid('CA', 1), customer: { name: 'Zoë & Co' } },
    }
    const at = await open(server)
    const url = 'https://example.com/vm?who={{task.attributes.customer.name}}'
    const plan = await planOf(at, redirect(url))
    expect(plan.rows[0]).toMatchObject({
      reason: 'ready',
      values: {
        RedirectUrl: 'https://example.com/vm?who=Zo%C3%AB%20%26%20Co',
        RedirectCallSid: sid('CA', 1),
      },
    })
    expect(plan.rows[1]).toMatchObject({ reason: 'invalidParameters', problem: { code: 'invalid' } })
  })

  it.each(['{{task.secret}}', '{{constructor}}', '{{worker.attributes}}', '{{}}'])(
    'refuses %s, which names nothing',
    async (text) => {
      const at = await open(BulkServer.withOffers(1))
      await expect(planOf(at, redirect(`https://example.com/${text}`))).rejects.toMatchObject({
        problem: { code: 'invalid', fields: [{ path: 'RedirectUrl' }] },
      })
    },
  )

  it('find nothing in what objects inherit', async () => {
    const at = await open(BulkServer.withOffers(1))
    const plan = await planOf(at, redirect('https://example.com/{{task.attributes.constructor.name}}'))
    expect(plan.rows[0]?.reason).toBe('invalidParameters')
  })
})

describe('commands', () => {
  it('can be run by hand, quoted for a shell, and hold no secret', async () => {
    const at = await open(BulkServer.withOffers(1))
    const action = { kind: 'cancelTask', reason: "it's $HOME" } as const
    const plan = await planOf(at, action)
    const curl = at.bulk.commands(plan.id, 'curl')
    expect(curl).toBe(
      `curl -X POST https://taskrouter.twilio.com/v1/Workspaces/${sid('WS', 1)}/Tasks/${sid('WT', 1)} ` +
        `--data-urlencode AssignmentStatus=canceled --data-urlencode 'Reason=it'\\''s $HOME' ` +
        '-u "$TWILIO_API_KEY:$TWILIO_API_SECRET"',
    )
    expect(at.bulk.commands(plan.id, 'twilio')).toBe(
      `twilio api:taskrouter:v1:workspaces:tasks:update --workspace-sid ${sid('WS', 1)} --sid ${sid('WT', 1)} ` +
        `--assignment-status canceled --reason 'it'\\''s $HOME'`,
    )
  })

  it('put a variable in the place of a password', async () => {
    const at = await open(BulkServer.withOffers(1))
    const conference = instructionOf('conference', {
      To: 'sip:ada@example.com',
      From: '+15550100',
      SipAuthUsername: 'ada',
      SipAuthPassword: 'hunter2hunter2',
    })
    const plan = await planOf(at, instruct(conference))
    expect(plan.counts.act).toBe(1)
    for (const shell of ['curl', 'twilio'] as const) {
      const line = at.bulk.commands(plan.id, shell)
      expect(line).not.toContain('hunter2')
      expect(line).toContain('"$TWILIO_SIP_AUTH_PASSWORD"')
    }
  })
})

describe('steering', () => {
  it('pauses, goes on, and cancels what has not been sent', async () => {
    const server = BulkServer.withOffers(100)
    const at = await open(server)
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    server.gate = (call) => (call === 'updateReservation' ? held : Promise.resolve())
    const plan = await planOf(at, REJECT)
    const { id } = await at.bulk.run(runOf(plan.id, [], ''))
    await until(() => ((at.bulk.jobs()[0]?.counts.sending ?? 0) > 0 ? true : null), 'requests under way')
    expect(at.bulk.pause(id).state).toBe('paused')
    expect(at.bulk.busy()).toBe(true)
    release()
    await until(() => (at.bulk.jobs()[0]?.counts.sending === 0 ? true : null), 'answers')
    const sent = server.posts.length
    expect(sent).toBeLessThan(100)
    at.bulk.cancel(id)
    const job = await ended(at, id)
    expect(job).toMatchObject({ state: 'cancelled', counts: { done: sent, skipped: 100 - sent } })
    expect(server.posts).toHaveLength(sent)
    expect(at.bulk.busy()).toBe(false)
  })

  it('pushes at most ten times a second and names each changed row', async () => {
    const at = await open(BulkServer.withOffers(200), { speed: 10 })
    const pushes: { readonly at: number; readonly rows: readonly string[] }[] = []
    at.bulk.onJob(({ rows }) => {
      pushes.push({ at: at.clock.monotonic(), rows: rows.map((row) => row.sid) })
    })
    const plan = await planOf(at, REJECT)
    const { id } = await at.bulk.run(runOf(plan.id, [], ''))
    await ended(at, id)
    await until(() => (new Set(pushes.flatMap(({ rows }) => rows)).size === 200 ? true : null), 'all rows')
    for (const [index, push] of pushes.entries()) {
      const before = pushes[index - 1]
      if (before !== undefined) expect(push.at - before.at).toBeGreaterThan(80)
    }
  })
})
