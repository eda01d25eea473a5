import type { PracticeWorkspace } from '../workspace'
import { StageKit } from './kit'
import { OFFER_PLAYS } from './offers'
import type { Play } from './plays'
import { SCALE_PLAYS } from './scale'
import type { StageFacts, StageOptions } from './stage'
import { WORK_PLAYS } from './work'

export type { StageFacts, StageOptions } from './stage'

/** Thrown for a stage that does not exist. */
export class StageError extends Error {}

const numberOf = (play: Play): number => Number(/\d+/.exec(play.name)?.[0] ?? 0)

const PLAYS: readonly Play[] = [...WORK_PLAYS, ...OFFER_PLAYS, ...SCALE_PLAYS].sort(
  (a, b) => numberOf(a) - numberOf(b) || a.name.length - b.name.length,
)

/** Every situation that can be put on, with a title for a menu. */
export const STAGES: readonly { readonly name: string; readonly title: string }[] = PLAYS.map(
  ({ name, title }) => ({
    name,
    title,
  }),
)

/** Puts a situation on and lets what is due by then happen. @throws StageError for a name that is none. */
export function putOn(workspace: PracticeWorkspace, name: string, options: StageOptions): StageFacts {
  const play = PLAYS.find((each) => each.name.toLowerCase() === name.toLowerCase())
  if (play === undefined) throw new StageError(`There is no stage named ${name}.`)
  const kit = new StageKit(workspace, options)
  play.put(kit)
  workspace.advance(0)
  return kit.facts(play.name)
}
