import type { Plan, PlanProgress, PlanRequest } from '../../../preload/contract/bulk'
import type { Clock } from '../../taskrouter/clock'
import { bulkError } from '../errors'
import { isConfirmed } from '../wording'
import { makePlan, readyOf, type Planned, type PlannerOptions } from './planner'
import { unitsOf, type PlannedUnit } from './units'

/** A plan older than this is about rows that have moved on; it has to be made again. */
export const PLAN_LIFE_MS = 3 * 60_000
/** Plans kept at once; an abandoned dialog must not keep ten thousand rows for ever. */
const PLANS_KEPT = 8

/** Plans that wait to be confirmed. */
export class PlanShelf {
  readonly #options: PlannerOptions
  readonly #clock: Clock
  readonly #ids: () => string
  readonly #planning = new Map<string, AbortController>()
  readonly #plans = new Map<string, { readonly planned: Planned; readonly madeAt: number }>()

  constructor(options: PlannerOptions, clock: Clock, ids: () => string) {
    this.#options = options
    this.#clock = clock
    this.#ids = ids
  }

  async plan(request: PlanRequest, onProgress: (progress: PlanProgress) => void): Promise<Plan> {
    const planned = await this.planOnce(request, onProgress)
    this.#plans.set(planned.plan.id, { planned, madeAt: this.#clock.monotonic() })
    for (const id of this.#plans.keys()) {
      if (this.#plans.size <= PLANS_KEPT) break
      this.#plans.delete(id)
    }
    return planned.plan
  }

  /** Plans without keeping the plan, for a job that goes on. */
  async planOnce(
    request: PlanRequest,
    onProgress: (progress: PlanProgress) => void = () => undefined,
  ): Promise<Planned> {
    const id = this.#ids()
    const controller = new AbortController()
    this.#planning.set(id, controller)
    try {
      onProgress({ planId: id, done: 0, total: request.sids.length })
      return await makePlan(id, request, this.#options, controller.signal, onProgress)
    } finally {
      this.#planning.delete(id)
    }
  }

  /** The plan, if it is young enough and was confirmed as it asked for. */
  confirmed(planId: string, typed: string): Planned {
    const planned = this.#find(planId)
    const { confirm } = planned.plan
    if (confirm.kind === 'typed' && !isConfirmed(confirm.phrase, typed)) {
      throw bulkError('invalid', `Type "${confirm.phrase}" to confirm.`, [
        { path: 'typed', message: 'This is not the phrase.' },
      ])
    }
    return planned
  }

  /** The requests that the plan would send if nothing held were released. */
  units(planId: string): readonly PlannedUnit[] {
    const { plan, ready, directory } = this.#find(planId)
    const acting = plan.rows.filter(({ verdict }) => verdict === 'act')
    return unitsOf(plan.action, readyOf(acting, ready), directory)
  }

  /** Stops planning, or forgets a finished plan. Unknown ids are nothing to worry about. */
  cancel(planId: string): void {
    this.#planning.get(planId)?.abort()
    this.#plans.delete(planId)
  }

  close(): void {
    for (const controller of this.#planning.values()) controller.abort()
    this.#plans.clear()
  }

  #find(planId: string): Planned {
    const kept = this.#plans.get(planId)
    if (kept === undefined) throw bulkError('stale', 'This plan is no longer there. Make it again.')
    if (this.#clock.monotonic() - kept.madeAt > PLAN_LIFE_MS) {
      this.#plans.delete(planId)
      throw bulkError('stale', 'This plan is too old. Make it again.')
    }
    return kept.planned
  }
}
