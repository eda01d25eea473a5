import type { AlertDesk } from '../../alerts/desk'
import type { Handlers } from '../register'

export function alertHandlers(alerts: Pick<AlertDesk, 'state' | 'markRead' | 'clearEnded' | 'snooze'>) {
  return {
    'alerts/state': () => alerts.state(),
    'alerts/markRead': ({ id }) => alerts.markRead(id),
    'alerts/clearEnded': () => alerts.clearEnded(),
    'alerts/snooze': ({ target, minutes }) => alerts.snooze(target, minutes),
  } satisfies Partial<Handlers>
}
