import { onScopeDispose, shallowRef, type Component, type ShallowRef } from 'vue'
import type { ChosenKeys } from '../../preload/contract/keys'
import { translate, type MessageKey } from '../i18n'

export const COMMAND_GROUPS = ['go', 'board', 'reservations', 'view', 'workspace', 'help'] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

/**
 * Something the supervisor can do. One entry feeds the palette, the overlay of keys, the program's menu, the settings of keys, the
 * key binding and buttons.
 */
export interface Command {
  /** Unique, `area.verb`. Kept in the settings where its keys were changed, so it never changes. */
  readonly id: string
  readonly group: CommandGroup
  readonly title: MessageKey
  /** A title with values in it, such as “Reject 14 reservations”; else the words of `title`. */
  readonly text?: () => string
  readonly icon?: Component
  /** The keys it comes with, in the notation of contract/keys.ts; `keysOf` says which it has. */
  readonly keys?: string
  /** Whether it makes sense now; left out = always. */
  readonly when?: () => boolean
  /** Whether it would act on what is selected: the palette offers that before everything else. */
  readonly onSelection?: () => boolean
  /** Works while typing and while a dialog is open. */
  readonly everywhere?: boolean
  /** The palette does not list it (it would only open the palette again). */
  readonly hidden?: boolean
  /** The program's menu has it already, as its own. */
  readonly menu?: false
  readonly run: () => void
}

const registered = shallowRef<readonly Command[]>([])
const chosen = shallowRef<ChosenKeys>({})

/** Every command of the window, in the order of registration. */
export const commands: Readonly<ShallowRef<readonly Command[]>> = registered

export const commandText = (command: Command): string => command.text?.() ?? translate(command.title)
export const isEnabled = (command: Command): boolean => command.when?.() ?? true

/** What it is called wherever it may not be possible now: a count of nothing would say nothing. */
export const commandName = (command: Command): string =>
  isEnabled(command) ? commandText(command) : translate(command.title)

/** What the palette lists: what can be done now, and of that first what can be done with the selection. */
export function paletteOffers(all: readonly Command[]): readonly Command[] {
  const offers = all.filter((command) => command.hidden !== true && isEnabled(command))
  const isFirst = ({ onSelection }: Command): boolean => onSelection?.() ?? false
  return [...offers.filter(isFirst), ...offers.filter((command) => !isFirst(command))]
}

/** Takes over what the supervisor has changed; everything that shows or hears keys follows. */
export function chooseKeys(keys: ChosenKeys): void {
  chosen.value = keys
}

/** The keys of a command now; undefined = none. Reactive. */
export function keysOf({ id, keys }: Pick<Command, 'id' | 'keys'>): string | undefined {
  const own = Object.hasOwn(chosen.value, id) ? chosen.value[id] : undefined
  return (own ?? keys) === '' ? undefined : (own ?? keys)
}

/** The keys of a command by id, for the hint of a button. Reactive. */
export function keysFor(id: string): string | undefined {
  const command = registered.value.find((candidate) => candidate.id === id)
  return command === undefined ? undefined : keysOf(command)
}

/** Adds commands until the returned function is called. An id that is taken is a mistake of the program. */
export function registerCommands(added: readonly Command[]): () => void {
  const taken = new Set(registered.value.map(({ id }) => id))
  for (const { id } of added) {
    if (taken.has(id)) throw new Error(`two commands are named ${id}`)
    taken.add(id)
  }
  registered.value = [...registered.value, ...added]
  return () => {
    registered.value = registered.value.filter((command) => !added.includes(command))
  }
}

/** Adds commands for the life of the calling component. */
export function useCommands(added: readonly Command[]): void {
  onScopeDispose(registerCommands(added))
}

/** Runs a command by id, if it is there and makes sense now. True when it ran. */
export function runCommand(id: string): boolean {
  const command = registered.value.find((candidate) => candidate.id === id)
  if (command === undefined || !isEnabled(command)) return false
  command.run()
  return true
}
