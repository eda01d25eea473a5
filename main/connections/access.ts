import type { ConnectionInput } from '../../preload/contract/connection'
import type { SavedConnection } from '../settings/document'

/** What a client is opened with. The secret is handed on and kept nowhere else. */
export interface Access {
  readonly accountSid: string
  /** Null: the secret is the account's auth token. */
  readonly keySid: string | null
  readonly secret: string
  readonly region: string
  readonly workspaceSid: string | null
  /** Only for the practice workspace: where it listens. */
  readonly practiceUrl: string | null
}

/** What the form said. */
export function accessFrom({ credentials, region }: ConnectionInput, workspaceSid: string | null): Access {
  return {
    accountSid: credentials.accountSid,
    keySid: credentials.kind === 'apiKey' ? credentials.keySid : null,
    secret: credentials.secret,
    region,
    workspaceSid,
    practiceUrl: null,
  }
}

/** What was saved, with its secret from the vault. */
export const accessTo = (connection: SavedConnection, secret: string): Access => ({
  accountSid: connection.accountSid,
  keySid: connection.keySid,
  secret,
  region: connection.region,
  workspaceSid: connection.workspaceSid,
  practiceUrl: null,
})
