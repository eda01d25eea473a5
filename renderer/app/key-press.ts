type KeyEvent = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'getModifierState'
>

const SILENT: ReadonlySet<string> = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'Dead',
  'Process',
  'Unidentified',
])

/** A key press in the notation of contract/keys.ts; null for a modifier alone and for what no binding could hear again. */
export function pressOf(event: KeyEvent, apple: boolean): string | null {
  if (SILENT.has(event.key) || event.getModifierState('AltGraph')) return null
  const key = keyOf(event)
  const isSymbol = key.length === 1 && !/[\p{L}\p{N}]/u.test(key)
  const parts = [
    (apple ? event.metaKey : event.ctrlKey) && '$mod',
    (apple ? event.ctrlKey : event.metaKey) && (apple ? 'Control' : 'Meta'),
    event.altKey && 'Alt',
    // The character says already whether it took Shift to write it.
    event.shiftKey && !isSymbol && 'Shift',
    key,
  ]
  return parts.filter((part) => part !== false).join('+')
}

function keyOf({ key, code, altKey }: KeyEvent): string {
  if (key === ' ') return 'Space'
  // With Alt some keyboards write another character; the key's own name stays.
  if (altKey && /^(?:Key|Digit)/.test(code)) return code
  return key.length === 1 ? key.toLowerCase() : key
}
