import type { Problem } from '../../preload/contract/envelope'
import type { WorkspaceChoice } from '../../preload/contract/connection'
import type { TaskRouterClient } from '../taskrouter/api'
import { isTaskRouterError } from '../taskrouter/errors'
import { toProblem } from '../taskrouter/problem'
import { ProblemError, problemError } from './problem-error'

/** All workspaces these credentials can see. Rejects with ProblemError, `noWorkspace` when there is none. */
export async function readWorkspaces(
  client: TaskRouterClient,
  signal: AbortSignal,
): Promise<readonly WorkspaceChoice[]> {
  const choices: WorkspaceChoice[] = []
  try {
    for await (const page of client.listWorkspaces({}, { pageSize: 50, priority: 'action', signal })) {
      for (const { sid, friendlyName, multiTaskEnabled } of page.items)
        choices.push({ sid, name: friendlyName, multiTasking: multiTaskEnabled })
    }
  } catch (error) {
    throw new ProblemError(signInProblem(error))
  }
  if (choices.length === 0)
    throw problemError(
      'noWorkspace',
      'The credentials are right, but this account has no workspace in this region.',
    )
  return choices
}

/** What was learned of a workspace; a key that may not read the workspace itself leaves it at what is usual. */
export interface ProvedWorkspace {
  readonly name: string | null
  readonly multiTasking: boolean
}

/** Proves that the credentials still work and the workspace is still there. Rejects with ProblemError. */
export async function proveWorkspace(
  client: TaskRouterClient,
  workspaceSid: string,
  signal: AbortSignal,
): Promise<ProvedWorkspace> {
  try {
    const { value } = await client.workspace(workspaceSid).workspace({ priority: 'action', signal })
    return { name: value.friendlyName, multiTasking: value.multiTaskEnabled ?? true }
  } catch (error) {
    // A restricted key may not read the workspace itself and yet everything in it.
    if (isTaskRouterError(error) && error.kind === 'notAllowed') return { name: null, multiTasking: true }
    if (isTaskRouterError(error) && error.kind === 'gone')
      throw problemError('noWorkspace', 'There is no such workspace in this account and region any more.')
    throw new ProblemError(signInProblem(error))
  }
}

/** Credentials belong to one region: the same 401 comes for a wrong secret and for a wrong region. */
function signInProblem(error: unknown): Problem {
  const problem = toProblem(error)
  if (problem.code !== 'notSignedIn') return problem
  return {
    ...problem,
    message: 'TaskRouter does not accept these credentials. Check the secret, and that the region is theirs.',
  }
}
