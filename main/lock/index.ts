export { mayAsk } from './gate'
export { Lock, type LockOptions } from './lock'
export { openPins } from './pin'
