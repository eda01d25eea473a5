import type { BoardRow } from '../../../preload/contract/board'
import type { ReasonId } from '../../../preload/contract/reasons'
import type { ThresholdPlace, Thresholds } from '../../../preload/contract/thresholds'
import type { CallFact, DiagnosisContext } from '../../diagnosis/api'
import type { BoardIndex } from './index'
import type { Neighbours } from './neighbours'

/** Capacity of a worker on one channel that says what it holds: what the rules look at. */
export interface Capacity {
  readonly assigned: number
  readonly configured: number
  readonly at: number
}

/** The supervisor's rule settings in the form in which rows ask for them. */
export interface RulesInForce {
  readonly thresholdsOf: (place: ThresholdPlace) => Thresholds
  readonly disabled: ReadonlySet<ReasonId>
}

/** Where the context of a row comes from. */
export interface Surroundings {
  readonly index: BoardIndex
  readonly neighbours: Neighbours
  readonly capacityOn: (workerSid: string, channel: string) => Capacity | null
  readonly callOf: (taskSid: string) => CallFact | null
  readonly rejectionLimit: number
  readonly inForce: RulesInForce
}

/** What the rules may look at besides a row, fetched when a rule asks: most rows are settled by what they say themselves. */
export class RowContext implements DiagnosisContext {
  constructor(
    private readonly row: BoardRow,
    readonly now: number,
    private readonly around: Surroundings,
  ) {}

  get thresholds() {
    return this.around.inForce.thresholdsOf(this.row)
  }

  get disabled() {
    return this.around.inForce.disabled
  }

  get rejectionLimit() {
    return this.around.rejectionLimit
  }

  get ofTask(): readonly BoardRow[] {
    const { index, neighbours } = this.around
    // The row counts its task's offers; for most it is the only one.
    return this.row.offers === 1 ? [this.row] : neighbours.rowsOf(index.ofTask(this.row.taskSid))
  }

  get ofWorker(): readonly BoardRow[] {
    const { neighbours } = this.around
    return neighbours.rowsOf(neighbours.ofWorker(this.row.workerSid))
  }

  get call() {
    return this.row.hasCall === true ? this.around.callOf(this.row.taskSid) : null
  }

  get capacity() {
    const { workerSid, channel } = this.row
    return workerSid === null || channel === null ? null : this.around.capacityOn(workerSid, channel)
  }
}
