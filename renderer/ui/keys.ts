const SYMBOLS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Enter: '↵',
  Delete: 'Del',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Space: 'Space',
  Comma: ',',
}
const MAC_SYMBOLS: Readonly<Record<string, string>> = {
  $mod: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Control: '⌃',
  Backspace: '⌫',
}
const OTHER_SYMBOLS: Readonly<Record<string, string>> = { $mod: 'Ctrl', Control: 'Ctrl' }

/** Whether this computer writes its keys the Apple way. */
export const isApple = (): boolean => /mac|iphone|ipad/i.test(navigator.userAgent)

/**
 * How a combination is written on screen: `$mod+Shift+K` → `[['Ctrl', 'Shift', 'K']]`; a sequence such as `g b` gives
 * one list for each press.
 */
export function keyCaps(keys: string, apple: boolean): readonly (readonly string[])[] {
  const symbols = { ...SYMBOLS, ...(apple ? MAC_SYMBOLS : OTHER_SYMBOLS) }
  return keys
    .split(' ')
    .map((press) =>
      splitPress(press).map((key) => symbols[key] ?? (key.length === 1 ? key.toUpperCase() : stripCode(key))),
    )
}

/** `+` is both separator and key: `$mod++` means the plus key. */
function splitPress(press: string): readonly string[] {
  return press.endsWith('+') ? [...press.slice(0, -1).split('+').filter(Boolean), '+'] : press.split('+')
}

/** tinykeys also takes key codes: `KeyA`, `Digit1`. */
const stripCode = (key: string): string => key.replace(/^(?:Key|Digit)(?=.$)/, '')

const SPOKEN: Readonly<Record<string, string>> = { '⌘': 'Cmd', '⇧': 'Shift', '⌥': 'Option', '⌃': 'Control' }

/** The same in words, for screen readers: `Ctrl+K`, `G B`. */
export const spokenKeys = (keys: string, apple: boolean): string =>
  keyCaps(keys, apple)
    .map((caps) => caps.map((cap) => SPOKEN[cap] ?? cap).join('+'))
    .join(' ')
