import { askOrToast } from '../app/bridge'
import { useAlertsStore } from '../app/stores/alerts'
import { translate, useMessages } from '../i18n'
import { announce, formatCount, formatClockTime, showToast } from '../ui'
import { useConsole } from './console'

/** What a snooze may last, minutes; the first is that of the key and the button. */
export const SNOOZE_MINUTES = [15, 60, 240] as const

export interface Snoozed {
  /** Server time, ms. */
  readonly at: number
  /** “14:30”, on this computer's clock. */
  readonly time: string
  /** “Snoozed until 14:30”. */
  readonly words: string
}

/**
 * Rows that are left alone for a while: no alert counts them, and no group's plan takes them along. Main keeps them, so they
 * end by themselves.
 */
export function useSnooze() {
  const { bridge, board } = useConsole()
  const store = useAlertsStore()
  const { locale } = useMessages()

  function until(sid: string): Snoozed | null {
    const at = store.state.snoozedRows[sid]
    if (at === undefined) return null
    const time = formatClockTime(at - (board.status.value?.clockOffset ?? 0), locale.value)
    return { at, time, words: translate('snooze.until', { time }) }
  }

  const set = async (sids: readonly string[], minutes: number): Promise<boolean> =>
    (await askOrToast(bridge.alerts.snooze({ target: { sids }, minutes }))) !== null

  async function start(sids: readonly string[], minutes: number): Promise<void> {
    const [first] = sids
    if (first === undefined || !(await set(sids, minutes))) return
    const n = formatCount(sids.length, locale.value)
    const text = translate('snooze.done', { n, time: until(first)?.time ?? '' }, sids.length)
    showToast('info', text, { action: { label: translate('snooze.undo'), run: () => void end(sids) } })
    announce(text)
  }

  async function end(sids: readonly string[]): Promise<void> {
    if (await set(sids, 0)) announce(translate('snooze.ended', {}, sids.length))
  }

  return { until, isSnoozed: (sid: string) => store.state.snoozedRows[sid] !== undefined, start, end }
}
