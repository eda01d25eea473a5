/** What is wrong with an administrator's policy. One wording per kind in every language. */
export type PolicyFaultKind =
  | 'unreadable'
  /** Others than the administrator may write the file, so it could be anybody's. */
  | 'notProtected'
  | 'notJson'
  | 'notObject'
  | 'unknownKey'
  | 'badValue'

/** One fault, with everything an administrator needs to find it. Names places and keys, never values. */
export interface PolicyFault {
  readonly kind: PolicyFaultKind
  /** File or registry key in which it is. */
  readonly place: string
  /** Such as `enforced.bulkMaximum`; null where the whole place is at fault. */
  readonly key: string | null
  /** Line of the file, from 1; null where there are none or it is not known. */
  readonly line: number | null
  /** English, for the log and for support: what was expected. */
  readonly detail: string
}

/** How the administrator's policy stands. */
export interface PolicyState {
  /** Files and registry keys that were read; empty = nobody has set a policy. */
  readonly sources: readonly string[]
  /** Not empty: the policy cannot be trusted to be what was meant, so nothing acts. */
  readonly faults: readonly PolicyFault[]
}
