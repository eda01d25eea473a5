/**
 * Key combinations in one notation for both sides: `$mod+k` ($mod is Cmd on Apple keyboards, else Ctrl), `Shift+R`, `?`, and a
 * sequence of two presses, `g b`. The last part is a character or a key's name as the keyboard event gives it.
 */
const PRESS = String.raw`(?:(?:\$mod|Control|Meta|Alt|Shift)\+){0,4}(?:[^\s]|[A-Z][A-Za-z0-9]{1,15})`

export const KEYS_PATTERN = new RegExp(`^${PRESS}(?: ${PRESS})?$`, 'u')

/** Commands whose keys the supervisor has changed, by id of the command; an empty text takes its keys away. */
export type ChosenKeys = Readonly<Record<string, string>>

export const COMMAND_ID_PATTERN = /^[a-z][\w.-]{0,99}$/i

/** Keys of the program's own menu. They work wherever the focus is, so no command may take them. */
export const MENU_KEYS = {
  settings: '$mod+,',
  close: '$mod+w',
  quit: '$mod+q',
  zoomIn: '$mod++',
  zoomOut: '$mod+-',
  actualSize: '$mod+0',
  fullScreen: 'F11',
  reload: '$mod+Shift+r',
} as const

/** One command as the program's menu shows it. */
export interface MenuCommand {
  readonly id: string
  readonly label: string
  /** Shown beside the label; the window itself listens for them. */
  readonly keys: string | null
  readonly enabled: boolean
}

/** Commands that stand together in the program's menu. */
export interface MenuGroup {
  readonly id: string
  readonly label: string
  readonly commands: readonly MenuCommand[]
}
