import type { Lock } from '../../lock'
import type { Handlers } from '../register'

export type LockSeam = Pick<Lock, 'state' | 'lockNow' | 'unlock' | 'setPin' | 'removePin' | 'giveUp'>

export function lockHandlers(lock: LockSeam) {
  return {
    'lock/state': () => lock.state(),
    'lock/now': () => lock.lockNow(),
    'lock/unlock': ({ pin }) => lock.unlock(pin),
    'lock/setPin': ({ current, pin }) => lock.setPin(current, pin),
    'lock/removePin': ({ current }) => lock.removePin(current),
    'lock/giveUp': () => lock.giveUp(),
  } satisfies Partial<Handlers>
}
