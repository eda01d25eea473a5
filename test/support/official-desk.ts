import { RestException } from 'twilio'
import { startPracticeServer } from '../../main/practice'
import { officialClient } from './official-client'
import type { SeenExchange } from './openapi'
import { rejectionOf } from './rejection'
import type { StagedRow } from './staged-rows'

export type OfficialDesk = Awaited<ReturnType<typeof openOfficialDesk>>

/** The official client at a quiet practice workspace in which time stands still, and all that went over the wire. */
export async function openOfficialDesk() {
  const practice = await startPracticeServer({ scenario: 'quiet', speed: 0, seed: 11 })
  const exchanges: SeenExchange[] = []
  const client = officialClient(practice, (exchange) => exchanges.push(exchange))
  const workspace = () => client.taskrouter.v1.workspaces(practice.workspaceSid)
  return {
    practice,
    client,
    exchanges,
    workspace,
    byTask: (row: StagedRow) => workspace().tasks(row.taskSid).reservations(row.sid),
    byWorker: (row: StagedRow) => workspace().workers(row.workerSid).reservations(row.sid),
    async unavailableActivity(): Promise<string> {
      const activities = await workspace().activities.list({ available: 'false' })
      return activities[0]!.sid
    },
  }
}

/** What the server refused a call of the official client with. */
export async function refusal(
  call: Promise<unknown>,
): Promise<Pick<RestException, 'status' | 'code' | 'message'>> {
  const error = await rejectionOf(call)
  if (!(error instanceof RestException)) throw error
  return error
}
