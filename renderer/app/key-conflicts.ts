import { MENU_KEYS } from '../../preload/contract/keys'
import { keysOf, type Command } from './commands'

/** One press as a set of its parts, so that the order in which it was written does not matter. */
function normalisedPress(press: string): string {
  const plus = press.endsWith('+')
  const parts = (plus ? press.slice(0, -1) : press).toLowerCase().split('+').filter(Boolean)
  const key = plus ? '+' : (parts.pop() ?? '')
  // Whether a character needs Shift is the keyboard's affair: `?` and `Shift+?` are the same press.
  const mods = /^[\p{L}\p{N}]$/u.test(key) || key.length > 1 ? parts : parts.filter((mod) => mod !== 'shift')
  return [...new Set(mods)].sort().concat(key).join('+')
}

/** A combination in the one form in which two can be compared. */
export const normalised = (keys: string): string => keys.split(' ').map(normalisedPress).join(' ')

/** Whether one is the other, or the beginning of it: `g` would swallow `g b`. */
export function collide(one: string, other: string): boolean {
  const [a, b] = [normalised(one), normalised(other)]
  return a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `)
}

/** The command that has these keys already, if another one than `except`. */
export const ownerOf = (list: readonly Command[], keys: string, except: string): Command | undefined =>
  list.find((command) => {
    const own = keysOf(command)
    return command.id !== except && own !== undefined && collide(own, keys)
  })

/** Keys by which a grid, a field or a dialog is used; a command that took one would make it unusable by keyboard. */
const NAVIGATION =
  /^(?:shift\+)?(?:enter|escape|tab|space| |backspace|delete|arrow(?:up|down|left|right)|home|end|pageup|pagedown)$/
const EDITING = ['$mod+c', '$mod+v', '$mod+x', '$mod+z', '$mod+y', '$mod+Shift+z', 'Alt+F4', 'F10'].map(
  normalised,
)
const OF_THE_MENU = Object.values(MENU_KEYS).map(normalised)

/** Why no command may have these keys, or null when one may. */
export function reserved(keys: string): 'navigation' | 'editing' | 'menu' | null {
  for (const press of normalised(keys).split(' ')) {
    if (NAVIGATION.test(press)) return 'navigation'
    if (EDITING.includes(press)) return 'editing'
    if (OF_THE_MENU.includes(press)) return 'menu'
  }
  return null
}
