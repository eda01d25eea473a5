import { hasErrors, issue, type InstructionIssue } from './instructions/issues'
import { isTemplate, unknownPlaceholders } from './instructions/placeholders'
import { parameterSpec, type Instruction, type ParameterValue } from './instructions/table'
import { validateInstruction } from './instructions/validate'

/** An instruction with its parameters under a name, kept per workspace. Never holds a secret or a person's number. */
export interface Preset {
  readonly id: string
  readonly name: string
  /** Values may be templates; parameters that are needed may still be missing and are then asked for. */
  readonly instruction: Instruction
  /** Filled in by itself when the instruction is chosen; at most one of each kind of instruction. */
  readonly isDefault: boolean
}

export interface PresetList {
  readonly presets: readonly Preset[]
  /** Set when a damaged file was put aside. */
  readonly recovered: boolean
}

export interface PresetImport {
  readonly list: PresetList
  /** Presets taken from the file; 0 when the supervisor chose none. */
  readonly taken: number
  /** Names, or places in the file, of those that were refused. */
  readonly refused: readonly string[]
}

export const PRESET_NAME_MAX = 80
export const PRESETS_MAX = 200

/**
 * What a supervisor often needs but whose address only they know: shown until it was used once, then kept as a preset
 * with this id.
 */
export const STARTERS = [
  { id: 'starter-voicemail', instruction: { kind: 'redirect', parameters: {} }, asks: 'RedirectUrl' },
  { id: 'starter-callback', instruction: { kind: 'redirect', parameters: {} }, asks: 'RedirectUrl' },
] as const satisfies readonly {
  readonly id: string
  readonly instruction: Instruction
  readonly asks: string
}[]
export type StarterId = (typeof STARTERS)[number]['id']

/** Parameters that the plan takes from each row's task where nobody gave one: a call belongs to one task. */
export const FROM_EACH_TASK: ReadonlySet<string> = new Set(['RedirectCallSid'])

/**
 * What is wrong with parameters before any row is known. A template is judged by its names alone: its value is checked
 * row by row when the plan is made.
 */
export function draftIssues(instruction: Instruction): readonly InstructionIssue[] {
  const unknown = unknownPlaceholders(instruction).map(({ parameter, name }) =>
    issue(parameter, 'unknownPlaceholder', { name }),
  )
  const plain = validateInstruction(instruction, { scope: 'task' }).filter(({ code, parameter }) => {
    if (parameter === null) return true
    if (code === 'required') return !FROM_EACH_TASK.has(parameter)
    const value = instruction.parameters[parameter]
    return value === undefined || !isTemplate(value) || !CHECKED_ONCE_FILLED.has(code)
  })
  return [...unknown, ...plain]
}

const CHECKED_ONCE_FILLED: ReadonlySet<InstructionIssue['code']> = new Set<InstructionIssue['code']>([
  'wrongType',
  'wrongSid',
  'wrongUrl',
  'wrongContact',
  'notAChoice',
])

/** Numbers of the workspace itself, shown to whom it calls. Every other number is somebody's. */
const CALLER_IDS: ReadonlySet<string> = new Set(['From', 'DequeueFrom', 'CallFrom'])

/**
 * Parameters of an instruction that a preset must not hold, for presets are kept on disk: secrets, such as a password for SIP, and
 * a person's number or name. A template holds neither: its value is taken from each row.
 */
export function unkeptParameters({ parameters }: Instruction): readonly string[] {
  return Object.keys(parameters).filter((name) => isSecret(name) || isPersonal(name, parameters[name]))
}

function isSecret(name: string): boolean {
  return parameterSpec(name)?.secret === true
}

function isPersonal(name: string, value: ParameterValue | undefined): boolean {
  if (value === undefined || parameterSpec(name)?.personal !== true || CALLER_IDS.has(name)) return false
  return !isTemplate(value)
}

/** What speaks against keeping an instruction as a preset; what is merely missing does not. */
export function presetIssues(instruction: Instruction): readonly InstructionIssue[] {
  const unkept = unkeptParameters(instruction).map((name) =>
    issue(name, isSecret(name) ? 'secretNotKept' : 'personalNotKept'),
  )
  const wrong = draftIssues(instruction).filter(({ code }) => code !== 'required')
  return [...unkept, ...wrong.filter((one) => hasErrors([one]))]
}
