import { setImmediate as turn } from 'node:timers/promises'
import { type Board, type BoardClock, createBoard, type Pace } from '../../main/board'
import { countRules, createDiagnose } from '../../main/diagnosis'
import { type PracticeOptions, type PracticeServer, startPracticeServer } from '../../main/practice'
import { createTaskRouterClient } from '../../main/taskrouter/client'
import { DEFAULT_SETTINGS } from '../../preload/contract/settings'

export interface SteppedDay {
  readonly server: PracticeServer
  readonly board: Board
  /** Lives on to this moment of the workspace's time: every timer of the board at its own moment, every request answered. */
  liveTo(at: number): Promise<void>
  close(): Promise<void>
}

interface Timer {
  readonly at: number
  readonly run: () => void
}

/**
 * A board and a practice workspace that share one clock, which moves only by `liveTo`: hours pass in seconds, and still the
 * board ticks, reads over HTTP and judges at the moments at which it would.
 */
export async function openSteppedDay(options: PracticeOptions, pace: Partial<Pace>): Promise<SteppedDay> {
  const server = await startPracticeServer({ ...options, speed: 0 })
  const client = createTaskRouterClient({
    credentials: { user: server.keySid, password: server.keySecret },
    baseUrl: server.url,
    scheduler: { startRate: 1_000, startBurst: 1_000 },
  })
  const timers = new Set<Timer>()
  let breathing = 0
  const clock: BoardClock = {
    now: () => server.control.now,
    setTimeout: (run, ms) => {
      const timer = { at: server.control.now + Math.max(0, ms), run }
      timers.add(timer)
      return timer
    },
    clearTimeout: (timer) => {
      timers.delete(timer as Timer)
    },
    breathe: async () => {
      breathing += 1
      await turn()
      breathing -= 1
    },
  }
  const board = createBoard({
    api: client.workspace(server.workspaceSid),
    budget: () => client.budget(),
    clockOffset: () => 0,
    clock,
    diagnose: createDiagnose(),
    countRules,
    rules: DEFAULT_SETTINGS,
    rejectionLimit: 10,
    random: () => 0.5,
    log: () => undefined,
    pace,
  })

  const busy = (): boolean => {
    const { inFlight, waiting } = client.budget()
    return breathing > 0 || inFlight > 0 || Object.values(waiting).some((count) => count > 0)
  }
  /** Waits until nothing goes on without the clock moving. */
  async function rest(): Promise<void> {
    for (let quiet = 0; quiet < 4; quiet = busy() ? 0 : quiet + 1) await turn()
  }
  const earliest = (until: number): Timer | null => {
    let found: Timer | null = null
    for (const timer of timers)
      if (timer.at <= until && (found === null || timer.at < found.at)) found = timer
    return found
  }

  return {
    server,
    board,
    async liveTo(at) {
      await rest()
      for (let next = earliest(at); next !== null; next = earliest(at)) {
        timers.delete(next)
        server.control.advance(Math.max(0, next.at - server.control.now))
        next.run()
        await rest()
      }
      server.control.advance(Math.max(0, at - server.control.now))
    },
    async close() {
      const stopped = board.stop()
      // Whatever the board still waits for comes at once.
      for (const timer of timers) timer.run()
      await stopped
      await client.close()
      await server.close()
    },
  }
}
