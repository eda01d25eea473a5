import type { Channel } from '../../preload/contract/channels'
import type { LockPhase } from '../../preload/contract/lock'

/**
 * All that may be asked while the console is not open. A channel that is added later is refused until somebody names it here.
 * Giving up does nothing but when locked; it stands in both, because its answer may come in the other phase.
 */
export const ASKED_WHILE: Readonly<Record<Exclude<LockPhase, 'open'>, readonly Channel[]>> = {
  locked: ['lock/state', 'lock/now', 'lock/unlock', 'lock/giveUp', 'app/quit'],
  choose: ['lock/state', 'lock/setPin', 'lock/giveUp', 'app/quit'],
}

export const mayAsk = (phase: LockPhase, channel: Channel): boolean =>
  phase === 'open' || ASKED_WHILE[phase].includes(channel)
