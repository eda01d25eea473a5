import type { ChosenKeys } from '../../preload/contract/keys'
import type { Command } from '../app/commands'
import { collide, normalised } from '../app/key-conflicts'

type Bindable = Pick<Command, 'id' | 'keys'>

/** Gives a command keys (empty = none). What it came with anyway is not kept: a later default then reaches it. */
export function withKeys(chosen: ChosenKeys, { id, keys: preset = '' }: Bindable, keys: string): ChosenKeys {
  const { [id]: _former, ...others } = chosen
  const same = keys === '' ? preset === '' : preset !== '' && normalised(keys) === normalised(preset)
  return same ? others : { ...others, [id]: keys }
}

/**
 * Gives a command back the keys it came with. Another command that has been given these keys meanwhile goes back to its own
 * too, or two would answer one press.
 */
export function withoutChange(chosen: ChosenKeys, command: Bindable, list: readonly Bindable[]): ChosenKeys {
  const { [command.id]: _former, ...others } = chosen
  const { keys } = command
  if (keys === undefined) return others
  return list.reduce<ChosenKeys>((left, other) => {
    const own = left[other.id]
    if (other.id === command.id || own === undefined || own === '' || !collide(own, keys)) return left
    return withoutChange(left, other, list)
  }, others)
}

/** Ids of the commands that have other keys than they came with. */
export const changedIds = (chosen: ChosenKeys, list: readonly Bindable[]): ReadonlySet<string> =>
  new Set(list.filter(({ id }) => Object.hasOwn(chosen, id)).map(({ id }) => id))
