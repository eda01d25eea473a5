import type { UpdateDesk } from '../../updates/desk'
import type { Handlers } from '../register'

export type UpdateSeam = Pick<UpdateDesk, 'state' | 'check' | 'download' | 'install'>

export function updateHandlers(updates: UpdateSeam) {
  return {
    'updates/state': () => updates.state(),
    'updates/check': () => updates.check(),
    'updates/download': () => updates.download(),
    'updates/install': () => updates.install(),
  } satisfies Partial<Handlers>
}
