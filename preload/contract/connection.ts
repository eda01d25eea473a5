import type { Problem } from './envelope'

/** Regions in which TaskRouter is offered (source: Twilio's regions documentation). `us1` is the plain host. */
export const REGIONS = ['us1', 'ie1', 'au1'] as const
export type Region = (typeof REGIONS)[number]

/** What the supervisor types. Travels from the window to main once and never back. */
export type CredentialInput =
  | {
      readonly kind: 'apiKey'
      readonly accountSid: string
      readonly keySid: string
      readonly secret: string
    }
  | { readonly kind: 'authToken'; readonly accountSid: string; readonly secret: string }

export interface ConnectionInput {
  readonly credentials: CredentialInput
  readonly region: Region
}

export interface WorkspaceChoice {
  readonly sid: string
  readonly name: string
  readonly multiTasking: boolean | null
}

/** Credentials that were tried and work; main keeps the secret under `draftId` until a workspace is chosen. */
export interface ConnectionDraft {
  readonly draftId: string
  readonly workspaces: readonly WorkspaceChoice[]
}

/** A saved connection, as far as the window may know it. */
export interface ConnectionSummary {
  readonly id: string
  readonly accountSid: string
  readonly credentialKind: 'apiKey' | 'authToken'
  /** `SK…` of the key, or null with an auth token. An identifier, not a secret. */
  readonly keySid: string | null
  readonly region: Region
  readonly workspaceSid: string
  readonly workspaceName: string
  readonly practice: boolean
  /** `sessionOnly`: no keychain could be used; the secret is forgotten when the program ends. */
  readonly keeping: 'keychain' | 'sessionOnly'
}

export type ConnectionState =
  | { readonly phase: 'none' }
  | { readonly phase: 'connecting'; readonly connection: ConnectionSummary }
  | { readonly phase: 'connected'; readonly connection: ConnectionSummary }
  /** Saved but unusable now: wrong key, no network, keychain locked. */
  | { readonly phase: 'failed'; readonly connection: ConnectionSummary; readonly problem: Problem }

export type CheckStepId =
  | 'dns'
  | 'proxy'
  | 'tls'
  | 'signIn'
  | 'workspaces'
  | 'tasks'
  | 'reservations'
  | 'workers'
  | 'activities'
  | 'taskQueues'
  | 'workflows'
  | 'taskChannels'
  | 'events'
  | 'statistics'
  /** The Voice API's calls; looked at only where the setting asks for it. */
  | 'calls'
  | 'updates'

export interface CheckStep {
  readonly id: CheckStepId
  readonly state: 'ok' | 'failed' | 'skipped' | 'unknown'
  readonly problem?: Problem
  /** For `proxy`: which one, without credentials: `http://proxy.example:3128`. */
  readonly detail?: string
  readonly milliseconds: number
}
