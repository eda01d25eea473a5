import type { Region, WorkspaceChoice } from '../../preload/contract/connection'
import { ProblemError } from './problem-error'

/** Where an administrator lets the console connect to. */
export interface ConnectionPermission {
  readonly regions: readonly Region[]
  /** Empty = every workspace of the account. */
  readonly workspaces: readonly string[]
  /** The policy cannot be understood: no connection at all. */
  readonly policyBroken: boolean
}

const refuse = (path: string, message: string): ProblemError =>
  new ProblemError({ code: 'policy', message, fields: [{ path, message: '' }] })

/** @throws ProblemError `policyBroken` */
export function requireReadablePolicy({ policyBroken }: ConnectionPermission): void {
  if (policyBroken)
    throw new ProblemError({
      code: 'policyBroken',
      message: 'The policy of this computer cannot be understood.',
    })
}

/** @throws ProblemError `policy` or `policyBroken` */
export function requireRegion(region: Region, permission: ConnectionPermission): void {
  requireReadablePolicy(permission)
  if (!permission.regions.includes(region))
    throw refuse('regions', `The region ${region} is not allowed here.`)
}

/** @throws ProblemError `policy` or `policyBroken` */
export function requirePlace(
  place: { readonly region: Region; readonly workspaceSid: string },
  permission: ConnectionPermission,
): void {
  requireRegion(place.region, permission)
  const { workspaces } = permission
  if (workspaces.length > 0 && !workspaces.includes(place.workspaceSid))
    throw refuse('workspaces', `The workspace ${place.workspaceSid} is not allowed here.`)
}

/** @throws ProblemError `policy` where nothing is left of what the account has */
export function allowedOf(
  choices: readonly WorkspaceChoice[],
  { workspaces }: ConnectionPermission,
): readonly WorkspaceChoice[] {
  if (workspaces.length === 0) return choices
  const allowed = choices.filter(({ sid }) => workspaces.includes(sid))
  if (allowed.length === 0) throw refuse('workspaces', 'No workspace of this account is allowed here.')
  return allowed
}
