import { effect, stop } from 'vue'
import type { MenuGroup } from '../../preload/contract/keys'
import { translate } from '../i18n'
import { COMMAND_GROUPS, commandName, commands, isEnabled, keysOf } from './commands'

/** Selection, counts and state change many times a second; a menu is looked at now and then. */
const PAUSE_MS = 300

/** The commands as the program's menu shows them. Reactive. */
const menuGroups = (): readonly MenuGroup[] =>
  COMMAND_GROUPS.map((group) => ({
    id: group,
    label: translate(`command.group.${group}`),
    commands: commands.value
      .filter((command) => command.group === group && command.menu !== false)
      .map((command) => ({
        id: command.id,
        label: commandName(command),
        keys: keysOf(command) ?? null,
        enabled: isEnabled(command),
      })),
  })).filter((group) => group.commands.length > 0)

/** Tells main which commands there are, now and after every change, until the returned function is called. */
export function feedMenu(send: (groups: readonly MenuGroup[]) => void): () => void {
  let sent = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  const runner = effect(
    () => {
      const groups = menuGroups()
      const text = JSON.stringify(groups)
      if (text === sent) return
      sent = text
      send(groups)
    },
    {
      scheduler: () => {
        timer ??= setTimeout(() => {
          timer = undefined
          runner()
        }, PAUSE_MS)
      },
    },
  )
  return () => {
    clearTimeout(timer)
    stop(runner)
  }
}
