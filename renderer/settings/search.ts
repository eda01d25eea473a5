import type { MessageKey } from '../i18n'
import type { SettingsSection } from './sections'

/** What can be found in each section: the labels of its settings and, where it says more, their hints. */
export const SEARCHED: Readonly<Record<SettingsSection, readonly (readonly [MessageKey, MessageKey?])[]>> = {
  general: [
    ['settings.theme.label'],
    ['settings.density.label', 'settings.density.hint'],
    ['settings.language.label'],
    ['settings.closeToTray.label', 'settings.closeToTray.hint'],
    ['settings.startAtLogin.label'],
    ['settings.startHidden.label'],
  ],
  lock: [
    ['lock.pin', 'lock.settings.leadLock'],
    ['lock.settings.coverAfter', 'lock.settings.leadCover'],
    ['lock.settings.coverWithScreen'],
  ],
  stuck: [
    ['settings.thresholds.watch', 'settings.thresholds.lead'],
    ['settings.thresholds.stuck', 'settings.thresholds.lead'],
    ['settings.rules.exceptions', 'settings.rules.exceptionsLead'],
    ['settings.rules.title', 'settings.rules.lead'],
  ],
  notifications: [
    ['settings.notifications.label', 'settings.notifications.hint'],
    ['settings.notifications.sound'],
    ['settings.notifications.quiet', 'settings.notifications.quietHint'],
    ['settings.notifications.rules', 'settings.notifications.rulesLead'],
  ],
  bulk: [
    ['settings.rejectionLimit.label', 'settings.rejectionLimit.hint'],
    ['settings.typedConfirmFrom.label', 'settings.typedConfirmFrom.hint'],
    ['settings.requireNote.label', 'settings.requireNote.hint'],
    ['settings.operator.label', 'settings.operator.hint'],
  ],
  presets: [['preset.add'], ['preset.import'], ['preset.export']],
  rules: [
    ['policy.rules.viewOnly.label', 'policy.rules.viewOnly.hint'],
    ['policy.rules.bulkMaximum.label', 'policy.rules.bulkMaximum.hint'],
    ['policy.rules.pollSeconds.label', 'policy.rules.pollSeconds.hint'],
    ['policy.rules.exportAllowed.label', 'policy.rules.exportAllowed.hint'],
    ['policy.rules.reasons.label', 'policy.rules.reasons.hint'],
    ['policy.rules.allowedActions.label', 'policy.rules.allowedActions.hint'],
  ],
  connections: [['settings.connections.add', 'settings.connections.lead']],
  network: [
    ['settings.network.proxy', 'settings.network.lead'],
    ['settings.network.certificates.title', 'settings.network.certificates.lead'],
    ['settings.network.test.run', 'settings.network.test.hint'],
  ],
  keyboard: [['settings.keyboard.search', 'settings.keyboard.lead'], ['settings.keyboard.resetAll']],
  data: [
    ['settings.keepMonths.label', 'settings.keepMonths.hint'],
    ['settings.data.folder'],
    ['settings.data.kept.never', 'settings.data.kept.neverWhere'],
  ],
  about: [['settings.about.version'], ['settings.support.open', 'settings.support.lead']],
}

export interface FoundSetting {
  readonly section: SettingsSection
  readonly label: string
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/**
 * Settings whose label, hint or section holds every word that was typed, in the order of the sections; accents and case
 * do not count. Nothing typed finds nothing.
 */
export function findSettings(
  query: string,
  sections: readonly SettingsSection[],
  say: (key: MessageKey) => string,
): readonly FoundSetting[] {
  const words = plain(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return sections.flatMap((section) =>
    SEARCHED[section].flatMap(([label, hint]) => {
      const title = say(label)
      const text = plain(
        [title, hint === undefined ? '' : say(hint), say(`settings.section.${section}`)].join(' '),
      )
      return words.every((word) => text.includes(word)) ? [{ section, label: title }] : []
    }),
  )
}
