import type { Connections } from '../../connections/connections'
import type { Handlers } from '../register'

/** @param pageListens told when the page asks for the state: by then it has registered its listeners */
export function connectionHandlers(
  connections: Pick<
    Connections,
    | 'state'
    | 'list'
    | 'draft'
    | 'connect'
    | 'replace'
    | 'practice'
    | 'select'
    | 'workspaces'
    | 'retry'
    | 'signOut'
    | 'check'
  >,
  pageListens: () => void,
) {
  return {
    'connection/state': () => {
      pageListens()
      return connections.state()
    },
    'connection/list': () => connections.list(),
    'connection/draft': (input) => connections.draft(input),
    'connection/connect': ({ draftId, workspaceSid }) => connections.connect(draftId, workspaceSid),
    'connection/replace': ({ connectionId, draftId }) => connections.replace(connectionId, draftId),
    'connection/practice': () => connections.practice(),
    'connection/select': ({ connectionId }) => connections.select(connectionId),
    'connection/workspaces': () => connections.workspaces(),
    'connection/retry': () => connections.retry(),
    'connection/signOut': ({ connectionId }) => connections.signOut(connectionId),
    'connection/check': () => connections.check(),
  } satisfies Partial<Handlers>
}
