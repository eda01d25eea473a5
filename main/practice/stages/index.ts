import type { PracticeWorkspace } from '../workspace'
import type { StageFacts, StageOptions } from './stage'

export type { StageFacts, StageOptions } from './stage'

/** Thrown for a stage that does not exist. */
export class StageError extends Error {}

export const STAGE_NAMES: readonly string[] = []

export function putOn(_workspace: PracticeWorkspace, name: string, _options: StageOptions): StageFacts {
  throw new StageError(`There is no stage named ${name}.`)
}
