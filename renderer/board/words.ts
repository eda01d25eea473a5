import { hasMessage, useMessages } from '../i18n'
import type { ListCondition } from './filter'
import type { Group } from './grouping'
import { useConsole } from './console'
import type { BoardView } from './views'

/** What a group is called: its name from the data, or the language's word for a status or reason. */
export function useGroupName(): (group: Pick<Group, 'key' | 'value' | 'name'>) => string {
  const valueName = useValueName()
  const { t } = useMessages()
  const words = (path: string): string | null => (hasMessage(path) ? t(path) : null)
  return ({ key, value, name }) => {
    if (value === null) return t(`board.without.${key}`)
    if (key === 'task') return name === null ? value : `${name} · ${value}`
    if (key === 'advice') return words(`advice.${value}.title`) ?? value
    return key === 'status' || key === 'reason' ? valueName(key, value) : (name ?? value)
  }
}

/** What a value of a filter condition is called; a SID that nobody knows stands for itself. */
export function useValueName(): (condition: ListCondition, value: string) => string {
  const { t } = useMessages()
  const { directory } = useConsole()
  const named = (list: readonly { readonly sid: string; readonly name: string }[] | undefined, sid: string) =>
    list?.find((entry) => entry.sid === sid)?.name ?? sid
  const worded = (key: string, fallback: string): string => (hasMessage(key) ? t(key) : fallback)
  return (condition, value) => {
    switch (condition) {
      case 'status':
        return worded(`status.${value}`, value)
      case 'reason':
        return worded(`reason.${value}.short`, value)
      case 'level':
        return worded(`board.level.${value}`, value)
      case 'queue':
        return named(directory.value?.queues, value)
      case 'workflow':
        return named(directory.value?.workflows, value)
      case 'worker':
        return named(directory.value?.workers, value)
      case 'activity':
        return named(directory.value?.activities, value)
      case 'channel':
        return value
    }
  }
}

/** What a view is called: its own name, or the language's word for a built-in one. */
export function useViewName(): (view: BoardView) => string {
  const { t } = useMessages()
  return ({ id, name }) => {
    if (name !== null) return name
    const key = `board.view.${id}`
    return hasMessage(key) ? t(key) : id
  }
}
