import { CONFERENCE_LEG_PARAMETERS, CONFERENCE_ROOM_PARAMETERS } from './conference-parameters'
import { INSTRUCTION_KINDS, type InstructionKind, type InstructionSpec, type ParameterSpec } from './spec'
import {
  CALL_PARAMETERS,
  DEQUEUE_PARAMETERS,
  PLAIN_PARAMETERS,
  REDIRECT_PARAMETERS,
  SUPERVISE_PARAMETERS,
} from './voice-parameters'

const TABLE = [
  ...PLAIN_PARAMETERS,
  ...CONFERENCE_LEG_PARAMETERS,
  ...CONFERENCE_ROOM_PARAMETERS,
  ...DEQUEUE_PARAMETERS,
  ...CALL_PARAMETERS,
  ...REDIRECT_PARAMETERS,
  ...SUPERVISE_PARAMETERS,
] as const

type Row = (typeof TABLE)[number]

export type ParameterName = Row['name']

/** Every parameter of a reservation update, 54 in all; the order is the order of a form. */
export const PARAMETERS: readonly (ParameterSpec & { readonly name: ParameterName })[] = TABLE

const status = (value: string) => ({ parameter: 'ReservationStatus', value }) as const
const instruction = (value: string) => ({ parameter: 'Instruction', value }) as const

/** What each instruction needs of the reservation and its task (reference: state machine of the reservation, error codes). */
export const INSTRUCTIONS: Readonly<Record<InstructionKind, InstructionSpec>> = {
  accept: {
    kind: 'accept',
    verb: status('accepted'),
    from: ['pending'],
    perhapsFrom: [],
    needsVoice: false,
    needsCallSid: false,
    scope: 'both',
  },
  reject: {
    kind: 'reject',
    verb: status('rejected'),
    from: ['pending'],
    // Public sources do not say whether an accepted reservation can still be rejected.
    perhapsFrom: ['accepted'],
    needsVoice: false,
    needsCallSid: false,
    scope: 'both',
  },
  wrapUp: {
    kind: 'wrapUp',
    verb: status('wrapping'),
    from: ['accepted'],
    perhapsFrom: [],
    needsVoice: false,
    needsCallSid: false,
    scope: 'both',
  },
  complete: {
    kind: 'complete',
    verb: status('completed'),
    from: ['accepted', 'wrapping'],
    perhapsFrom: [],
    needsVoice: false,
    needsCallSid: false,
    scope: 'both',
  },
  conference: {
    kind: 'conference',
    verb: instruction('conference'),
    from: ['pending'],
    perhapsFrom: [],
    needsVoice: true,
    needsCallSid: true,
    scope: 'both',
  },
  dequeue: {
    kind: 'dequeue',
    verb: instruction('dequeue'),
    from: ['pending'],
    perhapsFrom: [],
    needsVoice: true,
    needsCallSid: true,
    scope: 'both',
  },
  call: {
    kind: 'call',
    verb: instruction('call'),
    from: ['pending'],
    perhapsFrom: [],
    needsVoice: true,
    needsCallSid: false,
    scope: 'both',
  },
  redirect: {
    kind: 'redirect',
    verb: instruction('redirect'),
    from: ['pending'],
    perhapsFrom: [],
    needsVoice: true,
    needsCallSid: false,
    scope: 'both',
  },
  supervise: {
    kind: 'supervise',
    verb: instruction('supervise'),
    from: ['accepted'],
    // 40146 names only pending and canceled as wrong; an ended conference has nobody left to listen to.
    perhapsFrom: ['wrapping'],
    needsVoice: true,
    needsCallSid: false,
    scope: 'task',
  },
}

const byName: ReadonlyMap<string, ParameterSpec & { readonly name: ParameterName }> = new Map(
  PARAMETERS.map((spec) => [spec.name, spec]),
)

/** The row of the table for an API name, or undefined for a name the API does not know. */
export function parameterSpec(name: string): (ParameterSpec & { readonly name: ParameterName }) | undefined {
  return byName.get(name)
}

const argumentsByKind: ReadonlyMap<InstructionKind, typeof PARAMETERS> = new Map(
  INSTRUCTION_KINDS.map((kind) => [
    kind,
    PARAMETERS.filter(({ role, belongsTo }) => role === 'argument' && belongsTo.includes(kind)),
  ]),
)

/** What a form for this instruction has to ask for, in the order of the form. */
export function parametersOf(kind: InstructionKind): typeof PARAMETERS {
  return argumentsByKind.get(kind) ?? []
}

type ArgumentRow<K extends InstructionKind> = Row extends infer R
  ? R extends { readonly role: 'argument'; readonly belongsTo: readonly (infer B)[] }
    ? K extends B
      ? R
      : never
    : never
  : never

type Single<R> = R extends { readonly type: 'bool' }
  ? boolean
  : R extends { readonly type: 'number' }
    ? number
    : R extends { readonly values: readonly (infer V)[] }
      ? V
      : string

type ValueOf<R> = R extends { readonly repeatable: true } ? readonly Single<R>[] : Single<R>

type Named<R, Name> = R extends { readonly name: Name } ? R : never

/** The parameters one kind of instruction may carry, typed from the table: `ParametersOf<'reject'>` and so on. */
export type ParametersOf<K extends InstructionKind> = [ArgumentRow<K>] extends [never]
  ? Readonly<Record<string, never>>
  : { readonly [Name in ArgumentRow<K>['name']]?: ValueOf<Named<ArgumentRow<K>, Name>> }

export type ParameterValue = string | number | boolean | readonly string[]

/** Parameters by their API name (`WorkerActivitySid`); absent means absent, never an empty string. */
export interface Instruction {
  readonly kind: InstructionKind
  readonly parameters: Readonly<Record<string, ParameterValue>>
}

/** Builds an instruction whose parameters the compiler checks against the table; undefined values are left out. */
export function instructionOf<K extends InstructionKind>(
  kind: K,
  parameters: ParametersOf<K> = {},
): Instruction & { readonly kind: K } {
  const given: Record<string, ParameterValue> = {}
  for (const [name, value] of Object.entries<ParameterValue | undefined>(parameters)) {
    if (value !== undefined) given[name] = value
  }
  return { kind, parameters: given }
}
