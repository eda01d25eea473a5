// Where public facts are uncertain the practice workspace lets one choose; each choice is seen to work here or beside its subject.
import { describe, expect, it } from 'vitest'
import { openPractice } from './support'

describe('what can be chosen where public facts are uncertain', () => {
  it.each([true, false])('whether workflow steps are logged (%s)', async (logWorkflowSteps) => {
    const { home, all, server } = await openPractice({ rules: { logWorkflowSteps } })
    server.control.stage('P8', { count: 1, ageMs: 0 })
    const types = (await all(`${home}/Events`, 'events')).map((row) => String(row.event_type))
    expect(types).toContain('task.created')
    expect(types.some((type) => type.startsWith('workflow.'))).toBe(logWorkflowSteps)
  })

  it.each([
    ['allow', 200, 'rejected'],
    ['refuse', 400, 'pending'],
  ] as const)('a reject while an accept is being set up (%s)', async (rejectWhileHeld, status, left) => {
    const { home, server, post } = await openPractice({ rules: { rejectWhileHeld } })
    const facts = server.control.stage('P17')
    const path = `${home}/Workers/${facts.workerSids[0]!}/Reservations/${facts.reservationSids[0]!}`
    const accepting = await post(path, { Instruction: 'conference', From: '+15552000100' })
    expect(accepting.json.reservation_status).toBe('pending')
    const rejected = await post(path, { ReservationStatus: 'rejected' })
    expect(rejected.status).toBe(status)
    const row = server.control.current.world.reservations.get(facts.reservationSids[0]!)
    expect(row?.status).toBe(left)
  })

  it.each([
    ['newest-first', -1],
    ['oldest-first', 1],
  ] as const)('the order of the event list (%s)', async (eventOrder, sign) => {
    const { home, all, server } = await openPractice({ rules: { eventOrder } })
    server.control.stage('P8', { count: 3, ageMs: 60_000 })
    const moments = (await all(`${home}/Events?PageSize=2`, 'events')).map((row) => Number(row.event_date_ms))
    expect(new Set(moments).size).toBeGreaterThan(1)
    expect(moments).toEqual([...moments].sort((a, b) => sign * (a - b)))
  })

  it.each([
    [true, 403],
    [false, 200],
  ])('whether worker statistics are closed above 100 workers (%s)', async (closeWorkerStatistics, status) => {
    const size = { scenario: 'standard', tasks: 5, workers: 101, eventsPerDay: 5, life: false } as const
    const { home, get } = await openPractice({ ...size, rules: { closeWorkerStatistics } })
    expect((await get(`${home}/Workers/RealTimeStatistics`)).status).toBe(status)
  })

  it('how often bulk queue statistics may be asked for', async () => {
    const { home, get, postJson } = await openPractice({ rules: { bulkStatisticsRps: 1 } })
    const queueSids = [(await get(`${home}/TaskQueues`)).json.task_queues[0].sid]
    const ask = () => postJson(`${home}/TaskQueues/RealTimeStatistics`, { queueSids })
    expect((await ask()).status).toBe(200)
    expect((await ask()).status).toBe(429)
    expect((await get(`${home}/TaskQueues`)).status).toBe(200)
  })
})
