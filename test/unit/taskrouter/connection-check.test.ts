import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTaskRouterClient } from '../../../main/taskrouter/client'
import { checkConnection, type ConnectionCheckOptions } from '../../../main/taskrouter/connection-check'
import {
  undiciTransport,
  type UndiciTransportOptions,
} from '../../../main/taskrouter/transport/undici-transport'
import { startForwardProxy } from '../../support/http-proxy'
import { startScriptedServer, type Reply, type ScriptedServer } from '../../support/http-scripted-server'

const sid = (prefix: string) => prefix + '1'.repeat(32)

let server: ScriptedServer
let closeAll: (() => Promise<void>)[]

beforeEach(async () => {
  server = await startScriptedServer()
  closeAll = [server.close]
})
afterEach(async () => {
  for (const close of closeAll.reverse()) await close()
})

/** A workspace in which everything may be read, but for the lists named. */
function workspace(replies: Readonly<Record<string, Reply>> = {}, empty: readonly string[] = []) {
  server.answer(({ path }) => {
    const name = path.split('/').at(-1) ?? ''
    const special = replies[name]
    if (special !== undefined) return special
    if (name === 'RealTimeStatistics') return { json: { total_tasks: 0 } }
    const rows = empty.includes(name) ? [] : [{ sid: sid('WT'), task_sid: sid('WT') }]
    return { json: { rows, meta: { key: 'rows', next_page_url: null } } }
  })
}

async function check(options: Partial<ConnectionCheckOptions> = {}, transport: UndiciTransportOptions = {}) {
  const origin = options.origin ?? server.url
  const client = createTaskRouterClient({
    credentials: { user: sid('SK'), password: 'swordfish' },
    baseUrl: origin,
    transport: undiciTransport(transport),
    retry: { readAttempts: 1 },
  })
  closeAll.push(() => client.close())
  const steps = await checkConnection({ client, origin, workspaceSid: sid('WS'), ...options })
  return Object.fromEntries(steps.map((step) => [step.id, step]))
}

test('a connection that may do everything: each step says so, and updates stay unknown', async () => {
  workspace()
  const steps = await check()
  expect(Object.fromEntries(Object.values(steps).map(({ id, state }) => [id, state]))).toEqual({
    dns: 'skipped',
    proxy: 'skipped',
    tls: 'skipped',
    signIn: 'ok',
    workspaces: 'ok',
    tasks: 'ok',
    reservations: 'ok',
    workers: 'ok',
    activities: 'ok',
    taskQueues: 'ok',
    workflows: 'ok',
    taskChannels: 'ok',
    events: 'ok',
    statistics: 'ok',
    calls: 'skipped',
    updates: 'unknown',
  })
  expect(server.seen.every(({ method }) => method === 'GET')).toBe(true)
})

test('wrong credentials fail the sign-in and skip the rest', async () => {
  server.answer(() => ({ status: 401, json: { code: 20003, message: 'Authenticate' } }))
  const steps = await check()
  expect(steps['signIn']).toMatchObject({
    state: 'failed',
    problem: { code: 'notSignedIn', twilioCode: 20003 },
  })
  expect(steps['tasks']?.state).toBe('skipped')
  expect(server.seen).toHaveLength(1)
})

test('a restricted key: each permission on its own', async () => {
  const forbidden: Reply = { status: 403, json: { code: 70051, message: 'no' } }
  workspace({ Workspaces: forbidden, Events: forbidden, Tasks: forbidden })
  const steps = await check()
  expect(steps['signIn']?.state).toBe('ok')
  for (const id of ['workspaces', 'events', 'tasks']) {
    expect(steps[id]).toMatchObject({ state: 'failed', problem: { code: 'notAllowed', twilioCode: 70051 } })
  }
  for (const id of ['reservations', 'workers', 'statistics']) expect(steps[id]?.state).toBe('ok')
  expect(server.seen.map(({ path }) => path)).toContain(
    `/v1/Workspaces/${sid('WS')}/Workers/${sid('WT')}/Reservations`,
  )
})

test('an empty workspace cannot show whether reservations may be read', async () => {
  workspace({}, ['Tasks', 'Workers'])
  expect((await check())['reservations']?.state).toBe('unknown')
})

test('without a workspace only the way and the sign-in are looked at', async () => {
  workspace()
  const steps = await check({ workspaceSid: null })
  expect(steps['workspaces']?.state).toBe('ok')
  expect(steps['tasks']?.state).toBe('skipped')
})

test('a name that does not resolve', async () => {
  const lookup = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))
  workspace()
  const { port } = server
  const steps = await check({ origin: `http://localhost:${port}`, lookup })
  expect(steps['dns']).toMatchObject({ state: 'failed', problem: { code: 'network', cause: 'dns' } })
})

test('a server that speaks no TLS, and one that is not there', async () => {
  const plain = await check({ origin: `https://127.0.0.1:${server.port}` })
  expect(plain['tls']).toMatchObject({ state: 'failed', problem: { code: 'network' } })
  expect(plain['signIn']?.state).toBe('skipped')
  await server.close()
  const gone = await check()
  expect(gone['tls']).toMatchObject({ state: 'failed', problem: { cause: 'refused' } })
})

test('a proxy on the way, letting through or not', async () => {
  workspace()
  const open = await startForwardProxy()
  const locked = await startForwardProxy({ username: 'u', password: 'p' })
  closeAll.push(open.close, locked.close)
  const through = (port: number) => {
    const resolveProxy = () => Promise.resolve(`PROXY 127.0.0.1:${port}`)
    return check({ resolveProxy }, { resolveProxy })
  }
  expect((await through(open.port))['proxy']?.state).toBe('ok')
  const refused = await through(locked.port)
  expect(refused['proxy']).toMatchObject({ state: 'failed', problem: { code: 'network', cause: 'proxy' } })
  expect(refused['signIn']?.state).toBe('skipped')
})
