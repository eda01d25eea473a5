import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { Limits, TokenBucket } from '../../../main/practice/http/limits'
import { basic, openPractice, START, type Client } from './support'

describe('rate limit', () => {
  it('fills by time, up to the burst', () => {
    let now = 0
    const bucket = new TokenBucket({ rps: 10, burst: 3 }, () => now)
    const taken = (): boolean[] => [1, 2, 3, 4].map(() => bucket.take())
    expect(taken()).toEqual([true, true, true, false])
    now = 200
    expect(taken()).toEqual([true, true, false, false])
    now = 10_000
    expect(bucket.remaining).toBe(3)
  })

  it('answers 429 with headers and without doing anything, then serves again', async () => {
    const client = await openPractice()
    const { control } = client.server
    const { workerSids, reservationSids } = control.stage('P8', { count: 1 })
    const path = `${client.home}/Workers/${workerSids[0]!}/Reservations/${reservationSids[0]!}`
    control.setLimits({ rps: 0.001, burst: 1 })
    expect((await client.get(path)).headers.get('x-rate-limit-remaining')).toBe('0')
    const refused = await client.post(path, { ReservationStatus: 'rejected' })
    expect(refused.json).toMatchObject({ status: 429, code: 20429 })
    control.setLimits({ rps: 0 })
    expect((await client.get(path)).json.reservation_status).toBe('pending')
  })

  it('limits requests at once', () => {
    const limits = new Limits(
      { rps: 0, burst: 0, concurrency: 2, expressionRps: 0, bulkStatisticsRps: 0 },
      () => 0,
    )
    const enter = (): boolean => limits.enter('/v1/Workspaces', new URLSearchParams()).admitted
    expect([enter(), enter(), enter()]).toEqual([true, true, false])
    limits.leave()
    expect([enter(), enter()]).toEqual([true, false])
  })

  it('meters expression filters by themselves', async () => {
    const { home, get } = await openPractice({ rules: { expressionRps: 1 } })
    const path = `${home}/Tasks?EvaluateTaskAttributes=${encodeURIComponent('a == 1')}`
    expect((await get(path)).status).toBe(200)
    expect((await get(path)).status).toBe(429)
    expect((await get(`${home}/Tasks`)).status).toBe(200)
  })
})

describe('faults', () => {
  const path = (client: Client): string => `${client.home}/Activities`

  it.each([429, 500, 503])('answer %i as often as asked', async (status) => {
    const client = await openPractice()
    client.server.control.armFault({ kind: 'status', status, times: 2 })
    const statuses = [
      await client.get(path(client)),
      await client.get(path(client)),
      await client.get(path(client)),
    ]
    expect(statuses.map((reply) => reply.status)).toEqual([status, status, 200])
  })

  it('cut the connection before or after the change was applied', async () => {
    for (const [kind, expected] of [
      ['reset-before', 'pending'],
      ['reset-after', 'rejected'],
    ] as const) {
      const client = await openPractice()
      const { workerSids, reservationSids } = client.server.control.stage('P8', { count: 1 })
      const row = `${client.home}/Workers/${workerSids[0]!}/Reservations/${reservationSids[0]!}`
      client.server.control.armFault({ kind, method: 'POST', times: 1 })
      await expect(client.post(row, { ReservationStatus: 'rejected' })).rejects.toThrow('fetch failed')
      expect((await client.get(row)).json.reservation_status).toBe(expected)
    }
  })

  it('spoil the body: cut short, HTML, empty, in drops', async () => {
    const client = await openPractice()
    const { control } = client.server
    control.armFault({ kind: 'truncate', times: 1 })
    await expect(client.get(path(client))).rejects.toThrow()
    control.armFault({ kind: 'html', times: 1 })
    expect((await client.get(path(client))).text).toContain('<html>')
    control.armFault({ kind: 'empty', times: 1 })
    expect((await client.get(path(client))).text).toBe('')
    control.armFault({ kind: 'drip', delayMs: 1, times: 1 })
    expect((await client.get(path(client))).json.activities.length).toBeGreaterThan(0)
  })

  it('wait, shift the date, deny by path, hit by parameter, and can be taken back', async () => {
    const client = await openPractice()
    const { control } = client.server
    control.armFault({ kind: 'latency', delayMs: 60, times: 1 })
    const before = performance.now()
    await client.get(path(client))
    expect(performance.now() - before).toBeGreaterThanOrEqual(55)
    control.armFault({ kind: 'clock', delayMs: -3_600_000, times: 1 })
    expect(Date.parse((await client.get(path(client))).headers.get('date')!)).toBe(START - 3_600_000)
    const id = control.armFault({ kind: 'permission', path: '*/Activities' })
    expect((await client.get(path(client))).json).toMatchObject({ status: 403, code: 70051 })
    expect((await client.get(`${client.home}/Workers`)).status).toBe(200)
    expect(control.disarmFault(id)).toBe(true)
    control.armFault({ kind: 'status', status: 500, parameter: 'FriendlyName' })
    expect((await client.get(`${path(client)}?FriendlyName=Break`)).status).toBe(500)
    expect((await client.get(path(client))).status).toBe(200)
    control.clearFaults()
    expect(control.faults.list()).toEqual([])
  })

  it('hit with a probability, the same way for the same seed', async () => {
    const run = async (): Promise<number[]> => {
      const client = await openPractice({ seed: 3 })
      client.server.control.armFault({ kind: 'status', status: 500, probability: 0.5 })
      const statuses: number[] = []
      for (let index = 0; index < 20; index++) statuses.push((await client.get(path(client))).status)
      return statuses
    }
    const first = await run()
    expect(new Set(first)).toEqual(new Set([200, 500]))
    expect(await run()).toEqual(first)
  })
})

describe('control over HTTP', () => {
  it('stages, advances, arms faults, shows the truth and the log, and resets', async () => {
    const client = await openPractice()
    const control = (name: string, body: unknown) => client.postJson(`/_practice/${name}`, body)
    expect((await client.get('/_practice/stages')).json.stages[0]).toMatchObject({ name: 'P1' })
    const facts = (await control('stage', { name: 'p8', count: 2 })).json
    expect(facts.reservationSids).toHaveLength(2)
    expect(
      (await client.get('/_practice/live')).json.reservations.map((row: { sid: string }) => row.sid).sort(),
    ).toEqual([...facts.reservationSids].sort())
    expect((await control('advance', { ms: 1_500 })).json.now).toBe(START + 1_500)
    const { id } = (await control('faults', { kind: 'status', status: 503 })).json
    expect((await client.get(`${client.home}/Tasks`)).status).toBe(503)
    expect((await client.delete(`/_practice/faults/${id as number}`)).json).toEqual({ removed: true })
    await client.post(`${client.home}/Tasks/${facts.taskSids[0] as string}`, { Priority: '4' })
    const log = (await client.get('/_practice/log')).json.requests
    expect(log.map((entry: { status: number }) => entry.status)).toEqual([503, 200])
    expect(log[1]).toMatchObject({ method: 'POST', params: { Priority: '4' } })
    expect(JSON.stringify(log)).not.toContain(client.server.keySecret)
    expect((await control('limits', { rps: 5 })).status).toBe(200)
    expect((await control('reset', {})).status).toBe(200)
    expect((await client.get('/_practice/live')).json.reservations).toEqual([])
    expect(client.server.control.now).toBe(START)
  })

  it.each([
    ['stage', { name: 'P99' }],
    ['stage', {}],
    ['advance', { ms: -1 }],
    ['faults', { kind: 'flood' }],
    ['faults', { kind: 'status' }],
    ['speed', { speed: 'fast' }],
  ])('refuses %s %o', async (name, body) => {
    const client = await openPractice()
    expect((await client.postJson(`/_practice/${name}`, body)).status).toBe(400)
  })

  it('needs the same credentials', async () => {
    const client = await openPractice()
    expect((await client.get('/_practice/live', { authorization: basic('x', 'y') })).status).toBe(401)
  })
})

it('never keeps a secret parameter in its log', async () => {
  const client = await openPractice()
  const { workerSids, reservationSids } = client.server.control.stage('P17')
  await client.post(`${client.home}/Workers/${workerSids[0]!}/Reservations/${reservationSids[0]!}`, {
    Instruction: 'conference',
    SipAuthPassword: 'hush-hush',
  })
  expect(client.server.control.requestLog()).toHaveLength(1)
  expect(JSON.stringify(client.server.control.requestLog())).not.toContain('hush-hush')
})

it('keeps connections alive', async () => {
  const { server, home } = await openPractice()
  const ask = () =>
    new Promise<string | undefined>((resolve, reject) => {
      const headers = { authorization: basic(server.keySid, server.keySecret) }
      request(`${server.url}${home}/Activities`, { headers }, (response) => {
        response.resume().on('end', () => {
          resolve(response.headers.connection)
        })
      })
        .on('error', reject)
        .end()
    })
  expect(await ask()).not.toBe('close')
})
