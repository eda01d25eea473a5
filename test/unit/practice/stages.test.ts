import { describe, expect, it } from 'vitest'
import type { StageFacts } from '../../../main/practice/stages'
import { STAGES } from '../../../main/practice/stages'
import { openPractice, type Client, type Json } from './support'

const MINUTE = 60_000

async function put(name: string, options: { count?: number; ageMs?: number } = {}) {
  const client = await openPractice()
  const facts = client.server.control.stage(name, options)
  const world = client.server.control.current.world
  const rows = facts.reservationSids.flatMap((sid) => world.reservations.get(sid) ?? [])
  return { client, facts, world, rows, statuses: rows.map(({ status }) => status) }
}

/** Each stage by what an operator would find there. */
const EXPECTED: Readonly<Record<string, (name: string) => Promise<void>>> = {
  P1: async (name) => {
    const { statuses, rows, world } = await put(name)
    expect(statuses).toEqual(Array(40).fill('wrapping'))
    expect(rows.every((row) => world.now - row.updatedAt > 2 * 60 * MINUTE)).toBe(true)
    expect(rows.some((row) => !row.worker.activity.available)).toBe(true)
  },
  P2: async (name) => {
    const { rows, facts } = await put(name)
    const over = rows.filter((row) => row.task.callAlive === false)
    expect(over.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted', 'pending'])
    expect(rows.find(({ sid }) => sid === facts.notes.inProgress)?.task.callAlive).toBe(true)
  },
  P3: async (name) => {
    const { client, facts } = await put(name)
    for (const sid of facts.taskSids)
      expect((await client.get(`${client.home}/Tasks/${sid}`)).status).toBe(404)
    expect(facts.taskSids).toHaveLength(2)
  },
  P4: async (name) => {
    const { rows, world } = await put(name)
    expect(rows).toHaveLength(12)
    expect(rows.every((row) => !row.worker.activity.available && row.task.status !== 'reserved')).toBe(true)
    expect(Math.max(...rows.map((row) => world.now - row.createdAt))).toBe(22 * 60 * MINUTE)
  },
  P5: async (name) => {
    const { rows, world, client } = await put(name)
    expect(rows.every((row) => row.status === 'pending' && row.hold !== null && row.deadline === null)).toBe(
      true,
    )
    expect(
      rows.every((row) => world.now - row.createdAt > row.task.workflow.reservationTimeoutS * 1000),
    ).toBe(true)
    client.server.control.advance(13 * 60 * MINUTE)
    expect(rows.map(({ status }) => status)).toEqual(['canceled', 'accepted', 'canceled'])
  },
  P6: async (name) => {
    const { rows, statuses, client } = await put(name)
    expect(statuses).toEqual(Array(6).fill('pending'))
    client.server.control.advance(2 * 60 * MINUTE)
    expect(rows.every(({ status }) => status === 'timeout')).toBe(true)
  },
  P7: async (name) => {
    const { rows, facts } = await put(name)
    expect(rows.every((row) => row.status === 'pending' && row.createdAt < row.worker.statusChangedAt)).toBe(
      true,
    )
    expect(rows[0]!.worker.activity.sid).toBe(facts.notes.currentActivity)
  },
  P8: async (name) => {
    const { statuses } = await put(name)
    expect(statuses).toEqual(Array(5).fill('pending'))
  },
  P9: async (name) => {
    const { statuses, rows } = await put(name)
    expect(statuses).toEqual([...Array<string>(5).fill('timeout'), 'pending'])
    expect(rows[0]!.worker.activity.available).toBe(true)
  },
  P10: async (name) => {
    const { client, rows, facts, world } = await put(name)
    expect(rows.map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
      'rejected',
      'rejected',
      'pending',
    ])
    const last = rows[4]!
    await client.post(`${client.home}/Tasks/${last.task.sid}/Reservations/${last.sid}`, {
      ReservationStatus: 'rejected',
    })
    client.server.control.advance(10_000)
    const again = world.tasks.get(facts.taskSids[0]!)!.reservations.at(-1)!
    expect([again.sid === last.sid, again.worker, again.status]).toEqual([false, last.worker, 'pending'])
  },
  P11: async (name) => {
    const client = await openPractice({ rules: { rejectionLimit: 10 } })
    const facts = client.server.control.stage(name)
    const row = `${client.home}/Tasks/${facts.taskSids[0]!}/Reservations/${facts.reservationSids.at(-1)!}`
    expect((await client.post(row, { ReservationStatus: 'rejected' })).status).toBe(200)
    expect((await client.get(`${client.home}/Tasks/${facts.taskSids[0]!}`)).json.assignment_status).toBe(
      'canceled',
    )
  },
  P12: async (name) => {
    const { statuses, rows } = await put(name)
    expect(statuses).toEqual([...Array<string>(6).fill('canceled'), 'pending'])
    expect(new Set(rows.map((row) => row.worker.sid + row.task.sid)).size).toBe(1)
  },
  P13: async (name) => {
    const { statuses } = await put(name)
    expect(statuses).toEqual(['accepted', 'pending'])
  },
  P14: async (name) => {
    const { rows } = await put(name)
    expect(rows.map((row) => [row.status, row.task.callAlive])).toEqual(Array(3).fill(['accepted', true]))
  },
  P15: async (name) => {
    const { client, rows, statuses } = await put(name)
    expect(statuses).toEqual(Array(6).fill('pending'))
    client.server.control.advance(20_000)
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['accepted', 'timeout', 'rejected']))
  },
  P16: async (name) => {
    const { rows } = await put(name)
    expect(rows.map((row) => row.task.channel.uniqueName)).toEqual(['chat', 'voice', 'voice'])
  },
  P17: async (name) => {
    const { facts, statuses } = await put(name)
    expect(statuses).toEqual(['pending'])
    expect(facts.notes.callSid).toMatch(/^CA[0-9a-f]{32}$/)
  },
  P18: async (name) => {
    const { client, rows } = await put(name)
    client.server.control.advance(5_000)
    expect(rows.map(({ status }) => status)).toEqual(['pending', 'rejected', 'pending', 'rejected'])
    expect(rows.map(({ version }) => version)).toEqual([1, 1, 1, 1])
  },
  P19: async (name) => {
    const { client, facts, world } = await put(name)
    const worker = world.workers.get(facts.workerSids[0]!)!
    const { offline, available } = client.server.control.current.desk
    await client.post(`${client.home}/Workers/${worker.sid}`, { ActivitySid: offline.sid })
    expect(worker.activity).toBe(offline)
    client.server.control.advance(4_000)
    expect(worker.activity).toBe(available)
  },
  P20: async (name) => {
    const { client, statuses } = await put(name, { count: 20 })
    expect(statuses).toHaveLength(20)
    const replies = await Promise.all(Array.from({ length: 12 }, () => client.get(`${client.home}/Tasks`)))
    expect(replies.filter(({ status }) => status === 429).length).toBeGreaterThan(0)
  },
  P21: async (name) => {
    const { client, facts, rows } = await put(name)
    const former = facts.notes.formerTask as string
    expect((await client.get(`${client.home}/Tasks/${former}`)).status).toBe(404)
    const list = `${client.home}/Workers/${rows[0]!.worker.sid}/Reservations`
    expect((await client.all(list, 'reservations')).map((row) => row.sid)).toEqual([facts.notes.reservation])
  },
  P22: async (name) => {
    const { rows } = await put(name)
    expect(rows.map(({ status }) => status)).toEqual(['accepted', 'pending'])
    expect(rows[0]!.task).toBe(rows[1]!.task)
    expect(rows[0]!.task.inTransfer).toBe(true)
  },
  P23: async (name) => {
    const { client, rows } = await put(name)
    expect(rows.map(({ status }) => status)).toEqual(['wrapping'])
    const channel = (await client.get(`${client.home}/Workers/${rows[0]!.worker.sid}/Channels/chat`)).json
    expect(channel).toMatchObject({ assigned_tasks: 2, configured_capacity: 2 })
  },
  P24: async (name) => {
    const { client, rows, facts } = await put(name)
    expect(rows).toHaveLength(17)
    const task = `${client.home}/Tasks/${facts.taskSids[0]!}`
    const answer = (index: number, status: string) =>
      client.post(`${task}/Reservations/${rows[index]!.sid}`, { ReservationStatus: status })
    for (let index = 0; index < 15; index++) await answer(index, 'rejected')
    expect((await client.get(task)).json.assignment_status).toBe('reserved')
    await answer(15, 'accepted')
    expect(rows.at(-1)!.status).toBe('rescinded')
  },
  P25: async (name) => {
    const { client, facts, world } = await put(name)
    const task = (await client.get(`${client.home}/Tasks/${facts.taskSids[0]!}`)).json
    expect(task).toMatchObject({ assignment_status: 'canceled', reason: 'Task TTL Exceeded' })
    expect(world.tasks.get(facts.taskSids[0]!)!.callAlive).toBe(true)
  },
  P26: async (name) => {
    const { client, facts } = await put(name)
    const task = `${client.home}/Tasks/${facts.taskSids[0]!}`
    expect((await client.post(task, { AssignmentStatus: 'completed', Reason: 'done' })).status).toBe(200)
    expect((await client.post(task, { Attributes: '{"note":"x"}' })).status).toBe(500)
  },
  P27: async (name) => {
    const { client, facts } = await put(name)
    const statistics = await client.get(`${client.home}/Workers/${facts.workerSids[0]!}/Statistics`)
    expect(statistics.status).toBe(403)
    expect((await client.get(`${client.home}/RealTimeStatistics`)).status).toBe(200)
  },
  P28: async (name) => {
    const { client, facts } = await put(name)
    const seen = new Set<string>()
    let pages = 0
    for (let next: string | null = `${client.home}/Tasks?PageSize=1000`; next !== null; pages++) {
      const page: Json = (await client.get(next)).json
      for (const row of page.tasks) seen.add(row.sid)
      client.server.control.advance(2_000)
      next = page.meta.next_page_url
    }
    expect(pages).toBe(3)
    expect(seen).toEqual(new Set(facts.taskSids))
  },
  P29: async (name) => {
    const { client, facts, rows } = await put(name)
    expect(rows).toHaveLength(100)
    const reject = (sid: string) => {
      const row = rows.find((each) => each.sid === sid)!
      return client.post(`${client.home}/Tasks/${row.task.sid}/Reservations/${sid}`, {
        ReservationStatus: 'rejected',
      })
    }
    expect((await reject(facts.notes.poisoned as string)).status).toBe(500)
    expect((await reject(rows[0]!.sid)).status).toBe(200)
  },
  P30: async (name) => {
    const { client, facts } = await put(name)
    await expect(client.get(`${client.home}/Tasks`)).rejects.toThrow('fetch failed')
    for (const id of facts.faultIds) client.server.control.disarmFault(id)
    expect((await client.get(`${client.home}/Tasks`)).status).toBe(200)
  },
  P31: async (name) => {
    const { client, rows } = await put(name)
    const row = `${client.home}/Tasks/${rows[0]!.task.sid}/Reservations/${rows[0]!.sid}`
    expect((await client.get(row)).status).toBe(200)
    expect((await client.post(row, { ReservationStatus: 'rejected' })).json).toMatchObject({
      status: 403,
      code: 70051,
    })
  },
  'P31-rotated': async (name) => {
    const { client } = await put(name)
    expect((await client.get('/v1/Workspaces')).json).toMatchObject({ status: 401, code: 20003 })
  },
  P32: async (name) => {
    const { client, facts, world } = await put(name)
    const rows = world.tasks.get(facts.taskSids[0]!)!.reservations
    expect(rows.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'pending'])
    const row = `${client.home}/Tasks/${facts.taskSids[0]!}/Reservations/${rows[2]!.sid}`
    const failed = await client.post(row, { ReservationStatus: 'rejected' })
    expect([failed.status, failed.headers.get('twilio-request-id')]).toEqual([
      500,
      expect.stringMatching(/^RQ/),
    ])
    expect((await client.post(row, { ReservationStatus: 'rejected' })).status).toBe(200)
  },
}

describe('every stage is as described', () => {
  it.each(STAGES)('$name $title', async ({ name }) => {
    const check = EXPECTED[name]
    expect(check).toBeDefined()
    await check!(name)
  })

  it('covers P1 to P32', () => {
    const numbers = new Set(STAGES.map(({ name }) => Number(/\d+/.exec(name)![0])))
    expect([...numbers]).toEqual(Array.from({ length: 32 }, (_, index) => index + 1))
  })
})

/** What a client that only folds events believes to be live. */
async function foldEvents(client: Client): Promise<Map<string, string>> {
  const rows = await client.all(`${client.home}/Events?Minutes=1440&PageSize=1000`, 'events')
  const told = new Map<string, string>()
  const inOrder = rows.filter((row) => row.event_type.startsWith('reservation.')).reverse()
  const names: Readonly<Record<string, string>> = { created: 'pending', wrapup: 'wrapping' }
  for (const row of inOrder) {
    const step = row.event_type.slice('reservation.'.length)
    told.set(row.event_data.reservation_sid, names[step] ?? step)
  }
  for (const [sid, status] of told)
    if (!['pending', 'accepted', 'wrapping'].includes(status)) told.delete(sid)
  return told
}

describe('the event log explains what is live', () => {
  it.each([
    ['helpdesk', {}],
    ['standard', { tasks: 300, workers: 40 }],
  ] as const)('%s, before and after an hour more', async (scenario, size) => {
    const client = await openPractice({ scenario, ...size })
    const check = async (): Promise<void> => {
      const truth = new Map(client.server.control.liveReservations().map((row) => [row.sid, row.status]))
      expect(await foldEvents(client)).toEqual(truth)
      expect(truth.size).toBeGreaterThan(100)
    }
    await check()
    client.server.control.advance(60 * MINUTE)
    await check()
  })

  it('also with stages that began long ago', async () => {
    const client = await openPractice()
    for (const { name } of STAGES.filter(
      (each) => !['P20', 'P30', 'P31-rotated', 'P32'].includes(each.name),
    )) {
      const facts: StageFacts = client.server.control.stage(name, { count: 4 })
      for (const id of facts.faultIds) client.server.control.disarmFault(id)
    }
    const truth = new Map(client.server.control.liveReservations().map((row) => [row.sid, row.status]))
    expect(await foldEvents(client)).toEqual(truth)
  })
})
