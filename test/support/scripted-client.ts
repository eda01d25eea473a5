import type { TaskRouterClient, WorkspaceApi } from '../../main/taskrouter/api'
import { createTaskRouterClient, type TaskRouterClientOptions } from '../../main/taskrouter/client'
import { isTaskRouterError, type TaskRouterError } from '../../main/taskrouter/errors'
import type { Anomaly } from '../../main/taskrouter/http/paging'
import type { RequestLog } from '../../main/taskrouter/http/requester'
import { startScriptedServer, type ScriptedServer } from './http-scripted-server'
import { rejectionOf } from './rejection'
import { sid } from './rows'

export const WORKSPACE_SID = sid('WS', 1)
export const CREDENTIALS = { user: sid('SK', 1), password: 'swordfish-very-secret' }

/** The one reservation that these tests speak of: its path for the client, where that leads, and what is answered. */
export const RESERVATION_PATH = { taskSid: sid('WT', 1), sid: sid('WR', 1) }
export const RESERVATION_TARGET = `/v1/Workspaces/${WORKSPACE_SID}/Tasks/${sid('WT', 1)}/Reservations/${sid('WR', 1)}`
export const reservationJson = (status: string) => ({
  sid: sid('WR', 1),
  task_sid: sid('WT', 1),
  worker_sid: sid('WK', 1),
  worker_name: 'Noor V.',
  reservation_status: status,
  date_created: '2031-02-03T09:01:10Z',
  date_updated: '2031-02-03T09:01:10Z',
})

/** Clients over the real transport, and the server on loopback that answers them what the test says. */
export interface ScriptedClients {
  readonly server: ScriptedServer
  /** What the clients logged and found odd, in order. */
  readonly logs: readonly RequestLog[]
  readonly anomalies: readonly Anomaly[]
  open(options?: Partial<TaskRouterClientOptions>): TaskRouterClient
  workspace(options?: Partial<TaskRouterClientOptions>): WorkspaceApi
  close(): Promise<void>
}

export async function scriptedClients(): Promise<ScriptedClients> {
  const server = await startScriptedServer()
  const logs: RequestLog[] = []
  const anomalies: Anomaly[] = []
  const opened: TaskRouterClient[] = []
  const open = (options: Partial<TaskRouterClientOptions> = {}) => {
    const client = createTaskRouterClient({
      credentials: CREDENTIALS,
      baseUrl: server.url,
      random: () => 0,
      log: (line) => logs.push(line),
      onAnomaly: (anomaly) => anomalies.push(anomaly),
      ...options,
    })
    opened.push(client)
    return client
  }
  return {
    server,
    logs,
    anomalies,
    open,
    workspace: (options) => open(options).workspace(WORKSPACE_SID),
    async close() {
      await Promise.all(opened.map((client) => client.close()))
      await server.close()
    },
  }
}

/** The client's own error that a call ends in; anything else fails the test. */
export async function errorOf(call: Promise<unknown>): Promise<TaskRouterError> {
  const error = await rejectionOf(call)
  if (!isTaskRouterError(error)) throw error
  return error
}
