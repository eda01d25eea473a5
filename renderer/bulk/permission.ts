import type { ActionId } from '../../preload/contract/actions'
import type { Settings } from '../../preload/contract/settings'
import { useSettingsStore } from '../app/stores/settings'
import { useMessages } from '../i18n'
import { formatCount } from '../ui'

/** Why settings or policy forbid an action, and the setting that says so. Main asks the same again. */
export type Forbidden =
  | { readonly why: 'viewOnly'; readonly by: 'viewOnly' }
  | { readonly why: 'notAllowed'; readonly by: 'allowedActions' }
  | { readonly why: 'tooMany'; readonly by: 'bulkMaximum' }

type Rules = Pick<Settings, 'viewOnly' | 'allowedActions' | 'bulkMaximum'>

/** @param rows how many reservations the plan would name */
export function forbidden(action: ActionId, rows: number, rules: Rules): Forbidden | null {
  if (rules.viewOnly) return { why: 'viewOnly', by: 'viewOnly' }
  if (!rules.allowedActions.includes(action)) return { why: 'notAllowed', by: 'allowedActions' }
  return rows > rules.bulkMaximum ? { why: 'tooMany', by: 'bulkMaximum' } : null
}

export interface Permission {
  /** The reason in words why an action may not be used on so many rows; null = it may. */
  readonly whyNot: (action: ActionId, rows: number) => string | null
  /** Likewise for exports. */
  readonly whyNoExport: () => string | null
}

/** What the supervisor may do here, and in whose name it is forbidden. */
export function usePermission(): Permission {
  const store = useSettingsStore()
  const { t, locale } = useMessages()
  const who = (key: keyof Settings): 'admin' | 'own' => (store.isLocked(key) ? 'admin' : 'own')
  return {
    whyNot: (action, rows) => {
      const found = forbidden(action, rows, store.settings)
      if (found === null) return null
      const n = formatCount(store.settings.bulkMaximum, locale.value)
      return t(`policy.forbidden.${who(found.by)}.${found.why}`, { n })
    },
    whyNoExport: () =>
      store.settings.exportAllowed ? null : t(`policy.forbidden.${who('exportAllowed')}.export`),
  }
}
