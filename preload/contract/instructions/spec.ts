/** The vocabulary of the instruction table: what can be said about one instruction and one of its parameters. */

export const INSTRUCTION_KINDS = [
  'accept',
  'reject',
  'wrapUp',
  'complete',
  'conference',
  'dequeue',
  'call',
  'redirect',
  'supervise',
] as const

export type InstructionKind = (typeof INSTRUCTION_KINDS)[number]

export type ParameterType =
  /** Two letters (`sidPrefix`) and 32 hex digits. */
  | 'sid'
  /** Free text. */
  | 'string'
  /** Absolute http or https URL. */
  | 'url'
  /** A phone number, or a URI such as `client:` or `sip:`. */
  | 'contact'
  /** A worker SID or a contact. */
  | 'workerOrContact'
  /** A whole number; `unit` says of what. */
  | 'number'
  /** `true` or `false` on the wire. */
  | 'bool'
  /** One of `values`, always text on the wire. */
  | 'enum'

export type Requirement =
  | 'optional'
  | 'required'
  /** Required when the worker's attributes hold no `contact_uri`. */
  | 'requiredWithoutContactUri'
  /** The service documents it as optional but has an error for its absence: leaving it out is a warning. */
  | 'advised'

/** Facts about parameters that a form should show. The window words each: `instruction.note.<note>`. */
export const PARAMETER_NOTES = [
  'movesWorker',
  'callerId',
  'workerLegOnly',
  'workerLegTwiml',
  'waitMusic',
  'mixingRegion',
  'firstCounts',
  'acceptOff',
  'waitingCall',
  'continuesWith',
  'contactUri',
] as const
export type ParameterNote = (typeof PARAMETER_NOTES)[number]

export interface ParameterSpec {
  /** The API's own name, for example `WorkerActivitySid`. */
  readonly name: string
  /**
   * `verb` parameters (`ReservationStatus`, `Instruction`) say which instruction it is; the encoder writes them and
   * nobody fills them in. Everything else is an `argument`.
   */
  readonly role: 'verb' | 'argument'
  readonly type: ParameterType
  readonly sidPrefix?: 'WA' | 'CA'
  readonly values?: readonly string[]
  /** Inclusive. */
  readonly min?: number
  /** Inclusive. */
  readonly max?: number
  readonly unit?: 'seconds' | 'participants'
  /** What the service does when the parameter is absent. */
  readonly default?: string | number | boolean
  /** The key is repeated on the wire, one value each. */
  readonly repeatable?: true
  readonly belongsTo: readonly InstructionKind[]
  readonly requirement: Requirement
  /** Never logged, shown, journalled or exported. */
  readonly secret?: true
  /** Holds a number, name or address of a person: kept out of logs and of the disk. */
  readonly personal?: true
  /** `task`: exists only on the task-scoped path; `both`: on the worker-scoped path as well. */
  readonly scope: 'task' | 'both'
  /** The service accepts it in legacy single-tasking workspaces only. */
  readonly singleTaskingOnly?: true
  readonly deprecated?: true
  /** Makes sense only when the worker is reached over SIP. */
  readonly sipOnly?: true
  readonly note?: ParameterNote
  /**
   * Where the facts come from: `openapi` = TaskRouter OpenAPI v1, `page` = REST API page "Reservations", `callback` =
   * "Handle assignment callbacks", `errors` = Twilio's error dictionary.
   */
  readonly source: string
}

export interface InstructionSpec {
  readonly kind: InstructionKind
  /** How it is said on the wire: a plain status update or an instruction; never both in one request. */
  readonly verb: { readonly parameter: 'ReservationStatus' | 'Instruction'; readonly value: string }
  /** Reservation statuses from which the service takes it. */
  readonly from: readonly string[]
  /** Statuses for which public sources disagree: worth a warning, not a refusal. */
  readonly perhapsFrom: readonly string[]
  readonly needsVoice: boolean
  /** The task's attributes must hold `call_sid` (40140, 40142). */
  readonly needsCallSid: boolean
  readonly scope: 'task' | 'both'
}
