import { describe, expect, it } from 'vitest'
import { openPractice, START, basic, type Client, type Json } from './support'

async function stagedOffer(client: Client) {
  const facts = client.server.control.stage('P8', { count: 1 })
  const [taskSid, workerSid, sid] = [facts.taskSids[0]!, facts.workerSids[0]!, facts.reservationSids[0]!]
  return {
    taskSid,
    workerSid,
    sid,
    byTask: `${client.home}/Tasks/${taskSid}/Reservations`,
    byWorker: `${client.home}/Workers/${workerSid}/Reservations`,
  }
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

describe('signing in', () => {
  it('takes the account token and the key, and nothing else', async () => {
    const { server, get } = await openPractice()
    const path = '/v1/Workspaces'
    const ask = (authorization: string) => get(path, { authorization })
    expect((await ask(basic(server.accountSid, server.authToken))).status).toBe(200)
    expect((await ask(basic(server.keySid, server.keySecret))).status).toBe(200)
    for (const wrong of [
      basic(server.keySid, 'wrong'),
      basic(server.accountSid, server.keySecret),
      'Basic !',
      '',
    ]) {
      const reply = await ask(wrong)
      expect(reply.status).toBe(401)
      expect(reply.json).toMatchObject({ code: 20003, status: 401 })
    }
  })

  it('listens on the loopback address only', async () => {
    const { server } = await openPractice()
    expect(new URL(server.url).hostname).toBe('127.0.0.1')
  })
})

describe('answers', () => {
  it('carry rate limit, request id and the workspace’s own date', async () => {
    const { home, get } = await openPractice()
    const { headers } = await get(`${home}/Workers`)
    expect(headers.get('x-rate-limit-limit')).toMatch(/^\d+$/)
    expect(headers.get('x-rate-limit-remaining')).toMatch(/^\d+$/)
    expect(headers.get('x-rate-limit-config')).toBeTruthy()
    expect(headers.get('twilio-request-id')).toMatch(/^RQ[0-9a-f]{32}$/)
    expect(Date.parse(headers.get('date')!)).toBe(START)
  })

  it('say 404 with the path but not its version, 405 for a wrong verb', async () => {
    const { home, get, delete: remove } = await openPractice()
    const missing = `${home}/Tasks/WT${'0'.repeat(32)}`
    const reply = await get(missing)
    expect(reply.status).toBe(404)
    expect(reply.json).toMatchObject({
      code: 20404,
      status: 404,
      message: `The requested resource ${missing.replace('/v1', '')} was not found`,
    })
    expect((await get(`/v1/Workspaces/WS${'0'.repeat(32)}`)).status).toBe(404)
    expect((await remove(`${home}/Events`)).json.code).toBe(20004)
  })

  it('show every resource in the reference’s shape', async () => {
    const client = await openPractice()
    const { home, get } = client
    const offer = await stagedOffer(client)
    const first = async (path: string, key: string): Promise<Json> =>
      (await get(`${home}/${path}`)).json[key][0]
    expect(Object.keys((await get(home)).json.links)).toHaveLength(10)
    expect(await first('Activities', 'activities')).toMatchObject({
      friendly_name: 'Offline',
      available: false,
    })
    expect(await first('TaskChannels', 'channels')).toMatchObject({ unique_name: 'default' })
    expect(await first('TaskQueues', 'task_queues')).toMatchObject({ max_reserved_workers: 1 })
    const workflow = await first('Workflows', 'workflows')
    expect(workflow.task_reservation_timeout).toBe(45)
    expect(JSON.parse(workflow.configuration).task_routing.filters.length).toBeGreaterThan(0)
    const worker = await first('Workers', 'workers')
    expect(worker.date_status_changed).toMatch(ISO)
    expect(JSON.parse(worker.attributes)).toHaveProperty('contact_uri')
    const task = (await get(`${home}/Tasks/${offer.taskSid}`)).json
    expect(task).toMatchObject({ assignment_status: 'reserved', addons: '{}', reason: null, timeout: 86400 })
    expect(Object.keys(task.links).sort()).toEqual(['reservations', 'task_queue', 'workflow', 'workspace'])
    const reservation = (await get(`${offer.byWorker}/${offer.sid}`)).json
    expect(reservation).toMatchObject({
      sid: offer.sid,
      task_sid: offer.taskSid,
      reservation_status: 'pending',
    })
    expect(reservation.url).toBe(`${client.server.url}${offer.byWorker}/${offer.sid}`)
    const channels = (await get(`${home}/Workers/${offer.workerSid}/Channels`)).json.channels
    const chat = channels.find((each: Json) => each.task_channel_unique_name === 'chat')
    expect(chat).toMatchObject({
      configured_capacity: 50,
      assigned_tasks: 0,
      available_capacity_percentage: 98,
    })
  })

  it('leave attributes out of lists when that is chosen', async () => {
    const { home, get } = await openPractice({ rules: { listAttributes: 'null' } })
    const row = (await get(`${home}/Workers?PageSize=1`)).json.workers[0]
    expect(row.attributes).toBeNull()
    expect((await get(`${home}/Workers/${row.sid}`)).json.attributes).toContain('contact_uri')
  })
})

describe('lists', () => {
  it('refuse a bare page number and sizes out of range', async () => {
    const { home, get } = await openPractice()
    expect((await get(`${home}/Workers?Page=2&PageSize=5`)).json).toMatchObject({ code: 40153, status: 400 })
    for (const size of ['0', '1001', 'many'])
      expect((await get(`${home}/Workers?PageSize=${size}`)).status).toBe(400)
    expect((await get(`${home}/Workers?PageToken=PAXX&Page=1`)).status).toBe(400)
    const page = (await get(`${home}/Workers?PageSize=5`)).json
    expect((await get(page.meta.first_page_url)).json.workers).toEqual(page.workers)
    const second = (await get(page.meta.next_page_url)).json
    expect((await get(second.meta.previous_page_url)).json.workers).toEqual(page.workers)
  })

  it('filter tasks by status (repeated or comma), queue, priority, expression, and order them', async () => {
    const client = await openPractice()
    const { home, all, server } = client
    server.control.stage('P13')
    server.control.stage('P1', { count: 5 })
    server.control.stage('P28', { count: 30 })
    const list = (query: string): Promise<Json[]> => all(`${home}/Tasks?PageSize=7&${query}`, 'tasks')
    const statuses = (rows: Json[]) => new Set(rows.map((row) => row.assignment_status))
    expect(await list('AssignmentStatus=pending&AssignmentStatus=wrapping')).toHaveLength(35)
    expect(statuses(await list('AssignmentStatus=pending,wrapping'))).toEqual(
      new Set(['pending', 'wrapping']),
    )
    expect(await list('TaskQueueName=Email%20claims')).toHaveLength(30)
    expect(await list('TaskQueueName=Live%20chat&AssignmentStatus=assigned')).toHaveLength(1)
    expect(await list(`EvaluateTaskAttributes=${encodeURIComponent("channel == 'chat'")}`)).toHaveLength(7)
    const ordered = (await list('Ordering=Priority:desc,DateCreated:asc')).map(({ priority }) => priority)
    expect(ordered).toEqual([...ordered].sort((a, b) => b - a))
    expect(ordered).toHaveLength(37)
    expect((await client.get(`${home}/Tasks?AssignmentStatus=lost`)).status).toBe(400)
    expect((await client.get(`${home}/Tasks?Ordering=DateCreated:asc,VirtualStartTime:asc`)).status).toBe(400)
  })

  it('filter workers', async () => {
    const { home, all } = await openPractice()
    const list = (query: string): Promise<Json[]> => all(`${home}/Workers?${query}`, 'workers')
    expect(await list('Available=false')).toHaveLength(2)
    expect(await list('ActivityName=Offline')).toHaveLength(2)
    expect(await list('FriendlyName=noor%20verhoeven')).toHaveLength(1)
    const inQueue = await list('TaskQueueName=Customs%20voice')
    expect(inQueue.every((row) => JSON.parse(row.attributes).skills.includes('customs'))).toBe(true)
    const expression = encodeURIComponent("team == 'North quay' AND skills HAS 'voice'")
    expect((await list(`TargetWorkersExpression=${expression}`)).length).toBeGreaterThan(0)
    expect(await list('Ordering=DateStatusChanged:desc')).toHaveLength(24)
  })

  it('filter reservations by status and worker', async () => {
    const client = await openPractice()
    const { taskSids, workerSids } = client.server.control.stage('P24', { count: 4 })
    const path = `${client.home}/Tasks/${taskSids[0]!}/Reservations`
    expect(await client.all(`${path}?PageSize=3`, 'reservations')).toHaveLength(4)
    expect(await client.all(`${path}?WorkerSid=${workerSids[2]!}`, 'reservations')).toHaveLength(1)
    expect(await client.all(`${path}?ReservationStatus=accepted`, 'reservations')).toHaveLength(0)
    expect((await client.get(`${path}?ReservationStatus=odd`)).status).toBe(400)
  })
})

describe('events', () => {
  it('show the last 15 minutes unless asked otherwise, and no more than 30 days', async () => {
    const client = await openPractice()
    const { home, all, get, server } = client
    server.control.stage('P6', { count: 2, ageMs: 3_600_000 })
    server.control.stage('P8', { count: 1, ageMs: 60_000 })
    const created = (query: string) => all(`${home}/Events?EventType=reservation.created&${query}`, 'events')
    expect(await created('')).toHaveLength(1)
    expect(await created('Minutes=120')).toHaveLength(3)
    expect(await created('StartDate=2031-02-03T07:00:00Z&EndDate=2031-02-03T08:30:00Z')).toHaveLength(2)
    expect((await get(`${home}/Events?StartDate=2031-01-03T00:00:00Z`)).status).toBe(400)
    expect((await get(`${home}/Events?Minutes=5&StartDate=2031-02-03T07:00:00Z`)).status).toBe(400)
  })

  it('carry snake_case strings, the ms moment and are found by any of their SIDs', async () => {
    const client = await openPractice()
    const { home, all, get } = client
    const offer = await stagedOffer(client)
    const rows = await all(`${home}/Events?ReservationSid=${offer.sid}`, 'events')
    expect(rows).toHaveLength(1)
    const [event] = rows
    expect(event.event_type).toBe('reservation.created')
    expect(Math.floor(event.event_date_ms / 1000) * 1000).toBe(Date.parse(event.event_date))
    expect(event.event_data).toMatchObject({
      reservation_sid: offer.sid,
      task_sid: offer.taskSid,
      worker_sid: offer.workerSid,
      task_assignment_status: 'reserved',
    })
    expect(Object.values(event.event_data).every((value) => typeof value === 'string')).toBe(true)
    for (const filter of [`TaskSid=${offer.taskSid}`, `WorkerSid=${offer.workerSid}`, `Sid=${event.sid}`]) {
      const found = await all(`${home}/Events?${filter}`, 'events')
      expect(found.map(({ sid }) => sid)).toContain(event.sid)
    }
    expect((await get(`${home}/Events/${event.sid}`)).json).toEqual(event)
  })

  it('come late and out of order when that is chosen', async () => {
    const client = await openPractice({ rules: { eventDelayMs: 1_000, eventJitterMs: 2_000 } })
    const { home, all, server } = client
    server.control.stage('P8', { count: 20, ageMs: 0 })
    expect(await all(`${home}/Events`, 'events')).toHaveLength(0)
    server.control.advance(2_000)
    const some = (await all(`${home}/Events`, 'events')).length
    server.control.advance(1_000)
    const every = (await all(`${home}/Events`, 'events')).length
    expect(some).toBeGreaterThan(0)
    expect(every).toBeGreaterThan(some)
  })
})

describe('statistics', () => {
  it('count tasks by status, activities and waiting times', async () => {
    const client = await openPractice()
    client.server.control.stage('P8', { count: 3, ageMs: 90_000 })
    const { json } = await client.get(`${client.home}/RealTimeStatistics`)
    expect(json.tasks_by_status).toEqual({ pending: 0, reserved: 3, assigned: 0, wrapping: 0 })
    expect(json).toMatchObject({ total_tasks: 3, total_workers: 25, longest_task_waiting_age: 90 })
    const queues = (await client.get(`${client.home}/TaskQueues`)).json.task_queues
    const chat = queues.find((row: Json) => row.friendly_name === 'Live chat')
    const queue = (await client.get(`${client.home}/TaskQueues/${chat.sid}/RealTimeStatistics`)).json
    expect(queue).toMatchObject({ total_tasks: 3, task_queue_sid: chat.sid })
    const bulk = `${client.home}/TaskQueues/RealTimeStatistics`
    const answer = (await client.postJson(bulk, { queueSids: [chat.sid] })).json
    expect(answer).toMatchObject({ task_queue_response_count: 1 })
    expect((await client.postJson(bulk, { queueSids: [] })).status).toBe(400)
    expect((await client.postJson(bulk, 'nonsense')).status).toBe(400)
  })

  it('count what happened, and answer 14241 for what is too old', async () => {
    const client = await openPractice()
    client.server.control.stage('P9')
    const past = (await client.get(`${client.home}/CumulativeStatistics?Minutes=60&SplitByWaitTime=5,30`))
      .json
    expect(past).toMatchObject({ reservations_created: 6, reservations_timed_out: 5, tasks_created: 6 })
    expect(Object.keys(past.split_by_wait_time)).toEqual(['5', '30'])
    const old = await client.get(`${client.home}/CumulativeStatistics?StartDate=2030-12-01T00:00:00Z`)
    expect(old.json).toMatchObject({ status: 400, code: 14241 })
    const both = (await client.get(`${client.home}/Statistics`)).json
    expect(Object.keys(both)).toEqual(expect.arrayContaining(['realtime', 'cumulative']))
  })

  it('answer for every path of the reference', async () => {
    const { home, get } = await openPractice()
    const queue = (await get(`${home}/TaskQueues`)).json.task_queues[0].sid
    const workflow = (await get(`${home}/Workflows`)).json.workflows[0].sid
    const worker = (await get(`${home}/Workers`)).json.workers[0].sid
    const kinds = ['Statistics', 'RealTimeStatistics', 'CumulativeStatistics']
    for (const kind of kinds) {
      for (const owner of ['', `/TaskQueues/${queue}`, `/Workflows/${workflow}`, '/Workers']) {
        const reply = await get(`${home}${owner}/${kind}`)
        expect([owner, kind, reply.status]).toEqual([owner, kind, 200])
      }
    }
    expect((await get(`${home}/Workers/${worker}/Statistics`)).json.cumulative).toHaveProperty(
      'activity_durations',
    )
    expect((await get(`${home}/TaskQueues/Statistics`)).json.task_queues_statistics).toHaveLength(6)
  })
})
