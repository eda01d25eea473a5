import type { ConnectionState } from '../../../preload/contract/connection'
import type { PracticeControl } from '../../connections/practice-control'
import type { Handlers } from '../register'

export interface PracticeHandlerParts {
  /** @throws ProblemError `noConnection` unless the practice workspace is open */
  readonly control: () => Pick<
    PracticeControl,
    'state' | 'stage' | 'setSpeed' | 'pause' | 'resume' | 'advance' | 'setLimit' | 'setFault' | 'clearFaults'
  >
  /** Reads the whole board again: a situation has a past, which no live tail would ever see. */
  readonly refresh: () => void
  /** Starts again from the beginning. */
  readonly restart: () => Promise<ConnectionState>
}

export function practiceHandlers({ control, refresh, restart }: PracticeHandlerParts) {
  return {
    'practice/state': () => control().state(),
    'practice/stage': async ({ stage }) => {
      const staged = await control().stage(stage)
      refresh()
      return staged
    },
    'practice/speed': ({ speed }) => control().setSpeed(speed),
    'practice/pause': () => control().pause(),
    'practice/resume': () => control().resume(),
    'practice/advance': ({ minutes }) => control().advance(minutes),
    'practice/limit': ({ rps }) => control().setLimit(rps),
    'practice/fault': ({ fault, on }) => control().setFault(fault, on),
    'practice/clearFaults': () => control().clearFaults(),
    'practice/reset': () => restart(),
  } satisfies Partial<Handlers>
}
