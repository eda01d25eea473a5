import { tinykeys } from 'tinykeys'
import { watch } from 'vue'
import { commands, isEnabled, type Command } from './commands'

const TYPED_INTO =
  'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"]'
const OPEN_LAYER = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"][data-state="open"]'

/** Whether a key press belongs to a field, a dialog or a menu and not to the window. */
function belongsElsewhere(event: KeyboardEvent): boolean {
  const { target } = event
  if (target instanceof Element && target.closest(TYPED_INTO) !== null) return true
  return document.querySelector(OPEN_LAYER) !== null
}

function handle(candidates: readonly Command[], event: KeyboardEvent): void {
  if (event.defaultPrevented) return
  const elsewhere = belongsElsewhere(event)
  const command = candidates.find(
    (candidate) => (!elsewhere || candidate.everywhere === true) && isEnabled(candidate),
  )
  if (command === undefined) return
  event.preventDefault()
  command.run()
}

/** Binds the keys of every registered command, now and whenever the registry changes, until the returned function is called. */
export function bindKeys(target: Window): () => void {
  let unbind = (): void => undefined
  const stop = watch(
    commands,
    (list) => {
      unbind()
      const byKeys = new Map<string, Command[]>()
      for (const command of list) {
        if (command.keys === undefined) continue
        byKeys.set(command.keys, [...(byKeys.get(command.keys) ?? []), command])
      }
      unbind = tinykeys(
        target,
        Object.fromEntries(
          [...byKeys].map(([keys, candidates]) => [
            keys,
            (event: KeyboardEvent) => {
              handle(candidates, event)
            },
          ]),
        ),
      )
    },
    { immediate: true },
  )
  return () => {
    stop()
    unbind()
  }
}
