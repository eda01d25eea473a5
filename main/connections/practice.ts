import type { ConnectionSummary } from '../../preload/contract/connection'
import type { Access } from './access'
import { problemError } from './problem-error'

export const PRACTICE_ID = 'practice'

/** What a started practice workspace says of itself. */
export interface PracticeServer {
  readonly url: string
  readonly accountSid: string
  readonly keySid: string
  readonly keySecret: string
  readonly workspaceSid: string
  close(): Promise<void>
}

export type PracticeStarter = () => Promise<PracticeServer>

export interface Practice {
  readonly connection: ConnectionSummary
  readonly access: Access
  readonly close: () => Promise<void>
}

/** Rejects with ProblemError `practiceFailed`. */
export async function startPractice(start: PracticeStarter): Promise<Practice> {
  const server = await start().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw problemError('practiceFailed', `The practice workspace could not be started. ${reason}`)
  })
  const { accountSid, keySid, workspaceSid } = server
  return {
    connection: {
      id: PRACTICE_ID,
      accountSid,
      credentialKind: 'apiKey',
      keySid,
      region: 'us1',
      workspaceSid,
      workspaceName: 'Practice workspace',
      practice: true,
      keeping: 'sessionOnly',
    },
    access: {
      accountSid,
      keySid,
      secret: server.keySecret,
      region: 'us1',
      workspaceSid,
      practiceUrl: server.url,
    },
    close: () => server.close(),
  }
}
