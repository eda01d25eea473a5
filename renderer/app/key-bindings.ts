import { matchKeyBindingPress, parseKeybinding } from 'tinykeys'
import { computed } from 'vue'
import { commands, isEnabled, keysOf, type Command } from './commands'

const TYPED_INTO =
  'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"]'
const OPEN_LAYER = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"][data-state="open"]'
const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock'])

/** How long a sequence waits for its next press, ms. */
const SEQUENCE_MS = 1_000

type Presses = ReturnType<typeof parseKeybinding>

interface Binding {
  readonly command: Command
  readonly presses: Presses
}

/** Whether a key press belongs to a field, a dialog or a menu and not to the window. */
function belongsElsewhere(event: KeyboardEvent): boolean {
  const { target } = event
  if (target instanceof Element && target.closest(TYPED_INTO) !== null) return true
  return document.querySelector(OPEN_LAYER) !== null
}

/** A character that needs Shift on one keyboard needs none on another; letters and digits mean what is written. */
function withoutShift(event: KeyboardEvent, [modifiers, key]: Presses[number]): boolean {
  if (typeof key !== 'string' || key.length !== 1 || /[\p{L}\p{N}]/u.test(key) || key !== event.key)
    return false
  const others = modifiers.filter((modifier) => modifier !== 'Shift')
  return [others, [...others, 'Shift']].some((wanted) => matchKeyBindingPress(event, [wanted, key]))
}

const matches = (event: KeyboardEvent, press: Presses[number] | undefined): boolean =>
  press !== undefined && (matchKeyBindingPress(event, press) || withoutShift(event, press))

/**
 * Listens for the keys of every registered command until the returned function is called. The second press of a sequence is
 * the sequence's alone: `g w` goes to the workers and does not also do what `w` does.
 */
export function bindKeys(target: Window): () => void {
  const bindings = computed<readonly Binding[]>(() =>
    commands.value.flatMap((command) => {
      const keys = keysOf(command)
      return keys === undefined ? [] : [{ command, presses: parseKeybinding(keys) }]
    }),
  )
  let begun: readonly Binding[] = []
  let begunAt = 0

  function listen(event: KeyboardEvent): void {
    // A key that is held down runs its command once: a second snooze would end the first.
    if (event.defaultPrevented || event.isComposing || event.repeat || MODIFIERS.has(event.key)) return
    const elsewhere = belongsElsewhere(event)
    const usable = ({ command }: Binding): boolean =>
      (!elsewhere || command.everywhere === true) && isEnabled(command)
    const waiting = event.timeStamp - begunAt <= SEQUENCE_MS ? begun : []
    begun = []
    const finished = waiting.find((binding) => matches(event, binding.presses[1]) && usable(binding))
    const found =
      finished ??
      bindings.value.find(
        (binding) => binding.presses.length === 1 && matches(event, binding.presses[0]) && usable(binding),
      )
    if (found !== undefined) {
      event.preventDefault()
      found.command.run()
      return
    }
    begun = bindings.value.filter(
      (binding) => binding.presses.length > 1 && matches(event, binding.presses[0]) && usable(binding),
    )
    begunAt = event.timeStamp
  }

  target.addEventListener('keydown', listen)
  return () => {
    target.removeEventListener('keydown', listen)
  }
}
