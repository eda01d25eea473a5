import { onScopeDispose, shallowRef, type Component, type ShallowRef } from 'vue'
import { translate, type MessageKey } from '../i18n'

export const COMMAND_GROUPS = ['go', 'board', 'reservations', 'view', 'workspace', 'help'] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

/** Something the supervisor can do. One entry feeds the palette, the overlay of keys, the key binding and buttons. */
export interface Command {
  /** Unique, `area.verb`. */
  readonly id: string
  readonly group: CommandGroup
  readonly title: MessageKey
  /** A title with values in it, such as “Reject 14 reservations”; else the words of `title`. */
  readonly text?: () => string
  readonly icon?: Component
  /** tinykeys notation: `$mod+K`, `g b`, `Shift+?`. */
  readonly keys?: string
  /** Whether it makes sense now; left out = always. */
  readonly when?: () => boolean
  /** Works while typing and while a dialog is open. */
  readonly everywhere?: boolean
  /** The palette does not list it (it would only open the palette again). */
  readonly hidden?: boolean
  readonly run: () => void
}

const registered = shallowRef<readonly Command[]>([])

/** Every command of the window, in the order of registration. */
export const commands: Readonly<ShallowRef<readonly Command[]>> = registered

export const commandText = (command: Command): string => command.text?.() ?? translate(command.title)
export const isEnabled = (command: Command): boolean => command.when?.() ?? true

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

export interface KeyConflict {
  readonly keys: string
  readonly ids: readonly string[]
}

const normalised = (keys: string): string =>
  keys
    .split(' ')
    .map((press) => press.toLowerCase().split('+').sort().join('+'))
    .join(' ')

/**
 * Commands that claim the same keys, or keys with which a sequence of another begins (`g` would swallow `g b`). Commands
 * that are never enabled together may share keys on purpose; they say so with `when`.
 */
export function keyConflicts(list: readonly Command[]): readonly KeyConflict[] {
  const bound = list.flatMap(({ id, keys, when }) =>
    keys === undefined ? [] : [{ id, keys: normalised(keys), guarded: when !== undefined }],
  )
  return bound.flatMap((one, index) =>
    bound
      .slice(index + 1)
      .filter((other) => !(one.guarded && other.guarded))
      .filter(
        ({ keys }) => keys === one.keys || keys.startsWith(`${one.keys} `) || one.keys.startsWith(`${keys} `),
      )
      .map((other) => ({ keys: one.keys, ids: [one.id, other.id] })),
  )
}
