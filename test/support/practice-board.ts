import { DEFAULT_SETTINGS } from '../../preload/contract/settings'
import { type Board, type Pace, createBoard, systemClock } from '../../main/board'
import { countRules, createDiagnose } from '../../main/diagnosis'
import { type PracticeOptions, type PracticeServer, startPracticeServer } from '../../main/practice'
import type { TaskRouterClient } from '../../main/taskrouter/api'
import { createTaskRouterClient } from '../../main/taskrouter/client'

export interface PracticeBoard {
  readonly server: PracticeServer
  readonly client: TaskRouterClient
  readonly board: Board
  close(): Promise<void>
}

/**
 * A board reading a practice workspace over real HTTP through the real client. Not started.
 * @param way address under which the client reaches the server, where something stands between them
 */
export async function practiceBoard(
  options: PracticeOptions,
  pace: Partial<Pace> = {},
  way: (serverUrl: string) => string | Promise<string> = (serverUrl) => serverUrl,
): Promise<PracticeBoard> {
  const server = await startPracticeServer(options)
  const client = createTaskRouterClient({
    credentials: { user: server.keySid, password: server.keySecret },
    accountSid: server.accountSid,
    baseUrl: await way(server.url),
  })
  const board = createBoard({
    api: client.workspace(server.workspaceSid),
    budget: () => client.budget(),
    // Practice time runs at its own speed, so the offset is taken from the source instead of from past answers.
    clockOffset: () => server.control.now - Date.now(),
    fetchCall: (...asked) => client.fetchCall(...asked),
    clock: systemClock,
    diagnose: createDiagnose(),
    countRules,
    rules: DEFAULT_SETTINGS,
    rejectionLimit: 10,
    random: Math.random,
    log: () => undefined,
    pace,
  })
  const close = async () => {
    await board.stop()
    await client.close()
    await server.close()
  }
  return { server, client, board, close }
}

const STEP_MS = 250
const MOST_STEPS = 400

/**
 * Stops the workspace's time where nothing is half told: the log says `assigned` together with an accept, the task follows a
 * moment later, and a board that believes the log is ahead of a task whose time stands still in between.
 */
export function holdStill({ server: { control } }: PracticeBoard): void {
  control.pause()
  const halfTold = () =>
    control.liveReservations().some((row) => row.status === 'accepted' && row.taskStatus === 'reserved')
  for (let step = 0; halfTold(); step++) {
    if (step === MOST_STEPS) throw new Error('Accepted tasks stay reserved.')
    control.advance(STEP_MS)
  }
}

/** What board and server say of every live reservation, in one comparable form. */
function differences({ board, server }: PracticeBoard): string[] {
  const truth = new Map(
    server.control
      .liveReservations()
      .map((row) => [row.sid, `${row.status} ${row.taskStatus} ${row.workerSid} ${row.taskSid}`]),
  )
  const found: string[] = []
  for (const row of board.rows()) {
    if (row.endedAt !== null) continue
    const told = `${row.status} ${row.taskStatus ?? '-'} ${row.workerSid ?? '-'} ${row.taskSid}`
    const real = truth.get(row.sid)
    if (real === undefined) found.push(`${row.sid}: board ${told}, server has none`)
    else if (real !== told) found.push(`${row.sid}: board ${told}, server ${real}`)
    truth.delete(row.sid)
  }
  for (const [sid, real] of truth) found.push(`${sid}: server ${real}, board has none`)
  return found
}

/** Polls until the board equals the server; returns what still differs at the deadline. */
export async function settled(practice: PracticeBoard, withinMs: number): Promise<string[]> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const found = differences(practice)
    if (found.length === 0 || Date.now() > deadline) return found
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
