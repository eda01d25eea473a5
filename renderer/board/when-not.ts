import { hasMessage, type MessageKey } from '../i18n'

/** The wording of when not to act on a reason; null for one that this window has no words for. */
export function whenNotKey(reason: string): MessageKey | null {
  const key = `reason.${reason}.not`
  return hasMessage(key) ? key : null
}
