/** What the program does about newer versions. `download` fetches them; installing is always a supervisor's own press. */
export const UPDATE_MODES = ['off', 'tell', 'download'] as const
export type UpdateMode = (typeof UPDATE_MODES)[number]

export type UpdatePhase =
  /** Switched off: nothing is asked. */
  | 'off'
  /** This build has no address to ask, such as a checkout. */
  | 'noFeed'
  /** Not asked yet. */
  | 'idle'
  | 'checking'
  | 'current'
  | 'available'
  | 'downloading'
  /** Fetched and verified: it is installed when the supervisor says so. */
  | 'ready'
  | 'failed'

/** How updates stand, for Settings › About. */
export interface UpdateState {
  readonly phase: UpdatePhase
  /** The newer version, once one was found. */
  readonly version: string | null
  /** 0…100 while it is fetched. */
  readonly percent: number | null
  /** ms since 1970 of the last answer. */
  readonly checkedAt: number | null
  /** False where somebody else installs, such as an administrator or the system's package manager. */
  readonly installable: boolean
  /** Set in `failed`. `refused`: what came is not what the publisher made, so it was thrown away. */
  readonly problem: 'unreachable' | 'refused' | null
}
