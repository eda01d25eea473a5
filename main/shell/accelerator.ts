/** Names that Electron has for keys which the keyboard event calls otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  $mod: 'CmdOrCtrl',
  Control: 'Ctrl',
  Meta: 'Super',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Enter: 'Return',
  Escape: 'Esc',
  '+': 'Plus',
}

const KNOWN =
  /^(?:[\x21-\x7e]|Plus|Space|Tab|Backspace|Delete|Insert|Return|Up|Down|Left|Right|Home|End|PageUp|PageDown|Esc|F(?:[1-9]|1\d|2[0-4]))$/

/**
 * Our notation as Electron writes accelerators: `$mod+k` → `CmdOrCtrl+K`. Null for what a menu cannot show: sequences of
 * presses, and keys that Electron has no name for (it would throw).
 */
export function acceleratorOf(keys: string): string | null {
  if (keys.includes(' ')) return null
  const parts = keys.endsWith('+') ? [...keys.slice(0, -1).split('+').filter(Boolean), '+'] : keys.split('+')
  const named = parts.map((part) => NAMES[part] ?? part.replace(/^(?:Key|Digit)(?=.$)/, ''))
  const key = named.at(-1) ?? ''
  if (!KNOWN.test(key)) return null
  return [...named.slice(0, -1), key.length === 1 ? key.toUpperCase() : key].join('+')
}

/** Whether a press has a modifier that keeps it from being typed text. */
export const hasModifier = (keys: string): boolean => /(?:\$mod|Control|Meta|Alt)\+/.test(keys)
