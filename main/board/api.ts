import type {
  BoardRow,
  BoardStatus,
  Directory,
  QueueBoard,
  ReservationDetail,
  WorkerDetail,
} from '../../preload/contract/board'
import type { RuleSettings, RulesPreview } from '../../preload/contract/diagnosis'
import type { Reservation, WorkerChannel } from '../taskrouter/resources'

export interface ReasonCount {
  readonly reason: string
  readonly rows: number
}

/** What changed between two moments: whole rows, and the SIDs that left. */
export interface BoardChange {
  readonly upserts: readonly BoardRow[]
  readonly removed: readonly string[]
}

/** The part of the board that bulk needs: what we know of a row, and "look at these now". */
export interface BoardReader {
  row(sid: string): BoardRow | undefined
  rowsOfTask(taskSid: string): readonly BoardRow[]
  rowsOfWorker(workerSid: string): readonly BoardRow[]
  directory(): Directory
  /** True while the board may be acted on (not stale, not offline). */
  trustworthy(): boolean
  /** Reads these reservations (and their tasks and workers) at once; after an own action or on a hint of change. */
  poke(sids: readonly string[]): void
  /** Takes a status we learned from the server's own answer, so that the row moves without another request. */
  learn(reservation: Reservation, serverTime: number | null): void
  /** The same for a channel of a worker. */
  learnChannel(workerSid: string, channel: WorkerChannel, serverTime: number | null): void
  /** Marks rows that were redirected or called and still wait for accept or reject (situation P17). */
  markInstructed(sid: string, instruction: string): void
}

/** The live model of one workspace. Knows nothing of windows; every listener is called at most once per change. */
export interface Board extends BoardReader {
  start(): void
  stop(): Promise<void>
  status(): BoardStatus
  rows(): readonly BoardRow[]
  /** How many rows are stuck, by reason, most first; kept up to date, so asking costs nothing. */
  stuckReasons(): readonly ReasonCount[]
  /** Fresh read of one reservation with everything around it; rejects with TaskRouterError. */
  detail(sid: string, signal?: AbortSignal): Promise<ReservationDetail>
  /** Fresh read of one worker, capacity included; rejects with TaskRouterError. */
  worker(sid: string, signal?: AbortSignal): Promise<WorkerDetail>
  /** Live tasks by queue, and on request what was observed of the last hour. */
  queues(withHistory: boolean): QueueBoard
  /** A full read now. */
  refresh(): void
  /** Notes of supervisors by reservation, whole; rows carry theirs from then on. */
  setNotes(notes: ReadonlyMap<string, string>): void
  /** Slower ticks while nobody looks; the tray's numbers stay right. */
  setVisible(visible: boolean): void
  /** The workstation sleeps / woke up: on waking everything is read again before the board is trustworthy. */
  suspend(): void
  resume(): void
  /** New thresholds and switches take effect on every row at once. */
  setRules(rules: RuleSettings): void
  /** Whether the calls of suspected rows are looked at. */
  setCallCheck(on: boolean): void
  /** How many rows these rules would catch now; slice by slice, so that nobody waits for it. */
  previewRules(rules: RuleSettings): Promise<RulesPreview>
  /** Rejections after which TaskRouter cancels a task, as configured from now on. */
  setRejectionLimit(limit: number): void
  onChange(listener: (change: BoardChange) => void): () => void
  onStatus(listener: (status: BoardStatus) => void): () => void
  onDirectory(listener: () => void): () => void
}
