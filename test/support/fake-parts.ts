import type { Channel, Requests } from '../../preload/contract/channels'
import type { ConnectionSummary } from '../../preload/contract/connection'
import type { Problem, Result } from '../../preload/contract/envelope'
import { sidOf } from './board-fixtures'

/** An answer for every channel. */
export type Handlers = {
  [C in Channel]: (
    request: Requests[C]['request'],
  ) => Result<Requests[C]['response']> | Promise<Result<Requests[C]['response']>>
}

export const PRACTICE: ConnectionSummary = {
  id: 'practice',
  accountSid: sidOf('AC', 1),
  credentialKind: 'authToken',
  keySid: null,
  region: 'us1',
  workspaceSid: sidOf('WS', 1),
  workspaceName: 'Practice helpdesk',
  practice: true,
  keeping: 'sessionOnly',
}

export const HARBOUR: ConnectionSummary = {
  id: 'harbour',
  accountSid: sidOf('AC', 0xbeef),
  credentialKind: 'apiKey',
  keySid: sidOf('SK', 0xcafe),
  region: 'ie1',
  workspaceSid: sidOf('WS', 0xfeed),
  workspaceName: 'Harbour Insurance',
  practice: false,
  keeping: 'keychain',
}

export const problem = (code: Problem['code'], over: Partial<Problem> = {}): Problem => ({
  code,
  message: code,
  ...over,
})
