/**
 * The one table of instructions: what can be sent to a reservation, with every parameter. Types, validation, encoder,
 * forms and the practice workspace all read it, so that they cannot disagree.
 */
export {
  INSTRUCTION_KINDS,
  PARAMETER_NOTES,
  type InstructionKind,
  type InstructionSpec,
  type ParameterNote,
  type ParameterSpec,
  type ParameterType,
  type Requirement,
} from './spec'
export {
  INSTRUCTIONS,
  PARAMETERS,
  instructionOf,
  parameterSpec,
  parametersOf,
  type Instruction,
  type ParameterName,
  type ParameterValue,
  type ParametersOf,
} from './table'
export {
  hasErrors,
  issue,
  ISSUE_CODES,
  type InstructionIssue,
  type IssueCode,
  type IssueFacts,
} from './issues'
export { validateInstruction, type InstructionContext } from './validate'
export { encodeInstruction, type FormPairs } from './encode'
export {
  ATTRIBUTE_PLACEHOLDER,
  isPlainPlaceholder,
  isTemplate,
  PLACEHOLDER,
  placeholdersIn,
  textsOf,
  unknownPlaceholders,
} from './placeholders'
