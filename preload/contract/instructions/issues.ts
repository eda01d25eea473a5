/** What can be wrong with an instruction. The code is the key for translations: `instruction.issue.<code>`. */
export const ISSUE_CODES = [
  'unknownParameter',
  'notForInstruction',
  'writtenByProgram',
  'taskScopeOnly',
  'required',
  'requiredWithoutContactUri',
  'perhapsRequired',
  'advised',
  'empty',
  'wrongType',
  'wrongSid',
  'wrongUrl',
  'wrongContact',
  'notAChoice',
  'tooSmall',
  'tooLarge',
  'notRepeatable',
  'repeatedValue',
  'singleTaskingOnly',
  'deprecated',
  'sipOnly',
  'needsVoice',
  'needsCallSid',
  'needsFrom',
  'wrongStatus',
  'uncertainStatus',
  'unknownPlaceholder',
  'secretNotKept',
  'personalNotKept',
] as const
export type IssueCode = (typeof ISSUE_CODES)[number]

/** Named numbers and words for the message; never the value itself, which may be a secret or a person's number. */
export type IssueFacts = Readonly<Record<string, string | number | readonly string[]>>

export interface InstructionIssue {
  /** API name of the parameter, or null when the instruction as a whole is meant. */
  readonly parameter: string | null
  readonly code: IssueCode
  /** `error`: it must not be sent. `warning`: it may fail or do less than hoped. */
  readonly severity: 'error' | 'warning'
  /** English; for logs and for callers without translations. */
  readonly message: string
  readonly facts: IssueFacts
}

const WARNINGS: ReadonlySet<IssueCode> = new Set<IssueCode>([
  'perhapsRequired',
  'advised',
  'repeatedValue',
  'deprecated',
  'sipOnly',
  'uncertainStatus',
])

const MESSAGES: Readonly<Record<IssueCode, string>> = {
  unknownParameter: 'Is not a parameter of the API.',
  notForInstruction: 'Does not belong to {instruction}.',
  writtenByProgram: 'Is written by the program from the kind of instruction.',
  taskScopeOnly: 'Exists only when the reservation is addressed through its task.',
  required: 'Is required.',
  requiredWithoutContactUri: 'Is required because the worker has no contact_uri.',
  perhapsRequired: 'Is required if the worker has no contact_uri, which is not known here.',
  advised: 'May be refused without it.',
  empty: 'Is empty; leave it out instead.',
  wrongType: 'Must be of type {expected}.',
  wrongSid: 'Must be {prefix} followed by 32 hexadecimal digits.',
  wrongUrl: 'Must be an absolute http or https URL.',
  wrongContact: 'Must be a phone number or an address such as client:name or sip:user@host.',
  notAChoice: 'Must be one of {values}.',
  tooSmall: 'Must be at least {min}.',
  tooLarge: 'Must be at most {max}.',
  notRepeatable: 'Takes one value only.',
  repeatedValue: 'Holds the same value twice.',
  singleTaskingOnly: 'Is refused in a multitasking workspace.',
  deprecated: 'Is deprecated by the service.',
  sipOnly: 'Has an effect only when the worker is reached over SIP.',
  needsVoice: 'Works on voice tasks only.',
  needsCallSid: 'Needs a task whose attributes hold call_sid.',
  needsFrom: 'Needs a task whose attributes hold from.',
  wrongStatus: 'The reservation is {status}; it must be {allowed}.',
  uncertainStatus: 'The reservation is {status}; the service may refuse this.',
  unknownPlaceholder:
    '{{{name}}} is not known. Known are task.sid, worker.sid, worker.friendly_name, worker.activity_sid, reservation.sid, task.attributes.… and worker.attributes.….',
  secretNotKept: 'Is secret and is never kept in a preset.',
  personalNotKept: 'Is the number or name of a person and is never kept in a preset; take it from each row.',
}

/** Builds an issue with its English message; the severity follows from the code. */
export function issue(parameter: string | null, code: IssueCode, facts: IssueFacts = {}): InstructionIssue {
  const message = MESSAGES[code].replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const fact = facts[name]
    return typeof fact === 'object' ? fact.join(', ') : String(fact ?? '')
  })
  return { parameter, code, severity: WARNINGS.has(code) ? 'warning' : 'error', message, facts }
}

/** True when at least one issue forbids sending. */
export function hasErrors(issues: readonly InstructionIssue[]): boolean {
  return issues.some(({ severity }) => severity === 'error')
}
